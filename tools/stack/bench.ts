/**
 * `npm run bench -- NAME [--json] [--write]`: a benchmark, on a stack of its own that is thrown away afterwards. With
 * several names, or `all`, each runs as if it were alone, one after the other, and one table of all figures ends the run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchmarkResult, type Figure, summary } from '../../test/load/figure.js';
import { benchmarkNames } from '../../test/load/names.js';
import { runCommand } from './command.js';
import { compiled } from './paths.js';
import type { Processes } from './processes.js';
import { complain, say } from './say.js';
import { migrate, startStack } from './stack.js';
import { sweepAbandoned, temporaryFolder } from './temporary.js';

const args = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args,
  allowPositionals: true,
  options: { json: { type: 'boolean' }, write: { type: 'boolean' }, into: { type: 'string' } },
});
const known: readonly string[] = benchmarkNames;
const names = positionals.includes('all') ? known : positionals;
if (names.length === 0 || names.some((name) => !known.includes(name))) {
  complain(`Name a benchmark: ${known.join(', ')}, or all.`);
  process.exit(1);
}

const folder = temporaryFolder('bench');
await sweepAbandoned();
await runCommand({ logFolder: join(folder, 'logs'), interruptedCode: 130 }, async (processes) => {
  processes.removeAfterwards(folder);
  return names.length === 1 ? runAlone(processes) : runEach(processes);
});

async function runAlone(processes: Processes): Promise<number> {
  const environment = await startStack(processes, { folder, durable: true, environment: {} });
  await migrate(processes, environment);
  await processes.run({
    name: 'bench',
    command: process.execPath,
    args: ['--enable-source-maps', compiled('test/load/main'), ...args],
    env: { ...environment, BENCH_FOLDER: folder },
    output: 'terminal',
  });
  return 0;
}

/** One that fails is told at the end and does not keep the others from running. */
async function runEach(processes: Processes): Promise<number> {
  const results: BenchmarkResult[] = [];
  for (const [index, name] of names.entries()) {
    say(`\n${name} (${index + 1} of ${names.length})`);
    const file = join(folder, `${name}.json`);
    const how = await processes.runToEnd({
      name,
      command: process.execPath,
      args: [
        ...['--enable-source-maps', compiled('tools/stack/bench'), name, '--into', file],
        ...(values.json ? ['--json'] : []),
        ...(values.write ? ['--write'] : []),
      ],
      output: 'terminal',
      // It has a whole stack to stop.
      graceMs: 60_000,
    });
    const figures = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figure[]) : [];
    results.push({ name, figures, failure: how === 'ended with code 0' ? undefined : how });
  }
  if (!values.json) console.log(`\n${summary(results)}\n`);
  return results.some(({ failure }) => failure) ? 1 : 0;
}
