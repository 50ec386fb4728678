import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problem, type Problems } from './problems.js';
import { root } from '../stack/paths.js';

interface Rules {
  forbidden: IForbiddenRuleType[];
  options: object;
}

/** Holds the tree against the rules, and the rules against files that break each of its rules. */
export async function checkDependencies(): Promise<Problems> {
  const rules = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as { default: Rules };
  const [tree, violations] = await Promise.all([
    violationsIn(['apps', 'libs', 'tools', 'test'], rules.default, ['tools/check/violations']),
    violationsIn([join('tools', 'check', 'violations')], rules.default, []),
  ]);
  const reported = new Set(violations.map(({ rule }) => rule));
  const silent = rules.default.forbidden.map(({ name }) => name ?? '').filter((name) => !reported.has(name));
  return [
    ...tree.map(({ rule, from, to }) => problem(`${from} imports ${to}`, rule)),
    ...silent.map((rule) => problem(`the rule ${rule} reports nothing in tools/check/violations`)),
  ];
}

async function violationsIn(folders: string[], rules: Rules, exclude: string[]) {
  const present = new Set(await readdir(root));
  const { output } = await cruise(
    folders.filter((folder) => present.has(folder.split('/')[0] ?? '')),
    {
      ...rules.options,
      baseDir: root,
      ruleSet: { forbidden: rules.forbidden },
      validate: true,
      exclude: exclude.length > 0 ? { path: exclude } : undefined,
    },
    {},
    { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to: to.startsWith('node_modules') ? dirname(to) : to,
  }));
}
