// Fails when a document names an npm script or a file to run that does not exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './swc.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const own = new Set(Object.keys(scripts));
const known = new Set([...own, 'ci', 'install', 'i']);

function documents(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const topLevel = readdirSync(root).filter((name) => name.endsWith('.md'));
if (!topLevel.includes('README.md')) throw new Error('there is no README.md');
const problems = [...topLevel, ...documents('docs')].flatMap((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  const named = [...text.matchAll(/(?:^|[`$&]) ?npm (?:run )?(?:--silent |-s )?([a-z][a-z:-]*)/gm)];
  const run = [...text.matchAll(/(?:^|[`\s])(?:node|sh|bash) ((?:scripts|tools|\.ci|test|deploy)\/[\w./-]+)/gm)];
  return [
    ...named
      .filter(([whole, name]) => !(whole.includes('npm run') ? own : known).has(name))
      .map(([whole]) => `${path}: there is no \`${whole}\``),
    ...run.filter(([, file]) => !existsSync(join(root, file))).map(([, file]) => `${path}: there is no ${file}`),
  ];
});

for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
