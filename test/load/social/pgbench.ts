import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { SentStatement } from './product-statements.js';

const run = promisify(execFile);
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/lib/postgresql/18/bin',
  '/usr/lib/postgresql/15/bin',
];

/** Where pgbench is; throws a sentence that says where to get it. Any version runs against any server. */
export function findPgbench(): string {
  const found = folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
  if (!found) throw new Error('this benchmark needs pgbench: on Debian it is in the package postgresql-15');
  return found;
}

/**
 * A script that runs recorded statements over and over with other ids: `replaced` says which id becomes which expression,
 * over variables that the lines of `draws` set.
 */
export function scriptOf(
  statements: readonly SentStatement[],
  { draws, replaced }: { draws: readonly string[]; replaced: ReadonlyMap<string, string> },
): string {
  const lines = statements.map(({ text, values }) => {
    const filled = text.replace(/\$(\d+)/g, (_, place: string) => expressionOf(values[Number(place) - 1], replaced));
    return `${filled};`;
  });
  return [...draws, ...lines].join('\n');
}

function expressionOf(value: unknown, replaced: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return 'now()';
  if (Array.isArray(value)) return `array[${value.map((each) => expressionOf(each, replaced)).join(', ')}]`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw new Error(`no expression for a ${typeof value}`);
  return replaced.get(value) ?? literal(value);
}

// A colon would begin a variable of pgbench's, inside quotes too.
const literal = (text: string): string =>
  `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;

/** Runs a script for a while on so many connections, prepared; gives how often a second it ran to its end. */
export async function pgbench(
  script: string,
  options: { databaseUrl: string; connections: number; seconds: number; name: string },
): Promise<number> {
  const { databaseUrl, connections, seconds, name } = options;
  const file = join(process.env.BENCH_FOLDER ?? '.', `${name}.pgbench`);
  await writeFile(file, script);
  const { stdout } = await run(findPgbench(), [
    ...['--no-vacuum', '--protocol=prepared', '--jobs=2', `--client=${connections}`, `--time=${seconds}`],
    ...['--max-tries=10', `--file=${file}`, databaseUrl],
  ]);
  const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  if (failed > 0 || !(perSecond > 0)) throw new Error(`pgbench did not do its work: ${stdout}`);
  return perSecond;
}
