import { ESLint } from 'eslint';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root } from '../stack/paths.js';
import { problem, type Problems } from './problems.js';

const folder = join(root, 'tools', 'check', 'violations', 'lint');

/** Which rules report each file of the folder; no rule at all where a file is on the allowed side of a line. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'apps/gateway/src/config.ts': [],
  'apps/gateway/src/environment.ts': ['no-restricted-properties'],
  'libs/ledger/src/divided-money.ts': ['no-restricted-syntax'],
  'libs/ledger/src/divided-sum.ts': ['no-restricted-syntax'],
  'libs/ledger/src/exact-money.ts': [],
  'libs/ledger/src/float-money.ts': ['no-restricted-syntax'],
  'libs/ledger/src/parsed-money.ts': ['no-restricted-syntax'],
  'libs/ledger/src/rounded-money.ts': ['no-restricted-syntax'],
  'libs/moments/src/any.ts': ['@typescript-eslint/no-explicit-any'],
  'libs/moments/src/console.ts': ['no-console'],
  'libs/moments/src/environment.ts': ['no-restricted-properties'],
  'libs/moments/src/floating-promise.ts': ['@typescript-eslint/no-floating-promises'],
  'libs/moments/src/instant.ts': [],
  'libs/moments/src/postponed.ts': ['no-warning-comments'],
  'libs/moments/src/switch.ts': ['@typescript-eslint/switch-exhaustiveness-check'],
  'libs/moments/src/domain/date-now.ts': ['no-restricted-syntax'],
  'libs/moments/src/domain/given-date.ts': [],
  'libs/moments/src/domain/network.ts': ['no-restricted-globals'],
  'libs/moments/src/domain/new-date.ts': ['no-restricted-syntax'],
  'libs/moments/src/domain/random.ts': ['no-restricted-syntax'],
  'libs/moments/src/domain/timer.ts': ['no-restricted-globals'],
};

/** Proves that the lint rules of the house can fail: each file of a small tree breaks one, and nothing else. */
export async function checkLintRules(): Promise<Problems> {
  // The folder stands in for the root of the repository, so the patterns of the real configuration fit its paths.
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: join(root, 'eslint.config.mjs') });
  const [results, entries] = await Promise.all([eslint.lintFiles(['.']), readdir(folder, { recursive: true })]);
  const reported = new Map(
    results.map(({ filePath, messages }) => [
      relative(folder, filePath),
      [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))],
    ]),
  );
  const files = new Set([...entries.filter((entry) => entry.endsWith('.ts')), ...Object.keys(expected)]);
  return [...files].flatMap((file) => difference(file, expected[file], reported.get(file)));
}

/** What is wrong with the rules that reported a file; undefined rules are those of a file that is not there. */
export function difference(file: string, wanted?: readonly string[], reported?: readonly string[]): Problems {
  if (!wanted) return [problem(`${file}: tools/check/lint-violations.ts does not say which rule it breaks`)];
  if (!reported) return [problem(`${file}: it is not linted`)];
  const [should, did] = [wanted, reported].map((rules) => [...rules].sort().join(', ') || 'nothing');
  return should === did ? [] : [problem(`violations/lint/${file}: ${should} should report it, ${did} did`)];
}
