import { since } from '../stack/say.js';
import { checkDependencies } from './dependencies.js';
import { checkEntities } from './entities.js';
import { checkGenerated } from './generated.js';
import { checkLinks } from './links.js';
import { checkLintRules } from './lint-violations.js';
import { problem, type Problems } from './problems.js';
import { checkCompose, checkWith } from './programs.js';
import { checkUnused } from './unused.js';
import { checkWording } from './wording.js';

type Check = readonly [name: string, run: () => Promise<Problems>];

/** What is checked, cheapest first. `databaseUrl` is a migrated, otherwise empty database. */
const checks = (databaseUrl: string): Check[] => [
  ['wording', checkWording],
  ['links of the documents', checkLinks],
  ['compose file', checkCompose],
  ['levels and doors', checkDependencies],
  ['lint rules', checkLintRules],
  ['entities against migrations', () => checkEntities(databaseUrl)],
  ['generated files', () => checkGenerated(databaseUrl)],
  ['format', () => checkWith('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['unused files, exports and packages', checkUnused],
  ['types', () => checkWith('typescript/bin/tsc', '--noEmit', '-p', '.')],
  ['lint', () => checkWith('eslint/bin/eslint.js', '--max-warnings', '0', '.')],
];

// Two at a time: the heavy ones are single-threaded and a small machine has two cores.
const lanes = 2;

/** Runs every check, says a line each, and gives how many failed. */
export async function runChecks(databaseUrl: string): Promise<number> {
  const waiting = checks(databaseUrl).reverse();
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [name, run] = next;
      const startedMs = performance.now();
      const problems = await run().catch((error: unknown) => [problem(String(error))]);
      console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${since(startedMs)})`);
      for (const line of problems) console.log(`     ${line}`);
      failed += problems.length === 0 ? 0 : 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return failed;
}
