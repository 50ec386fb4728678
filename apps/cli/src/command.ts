import { type BusinessDay, parseBusinessDay } from '@moments/kernel';
import type { CliConfig } from './config.js';

/** One thing that an operator runs. */
export interface Command {
  /** What is typed: `settings set`. */
  readonly name: string;
  /** The arguments as they are told: `NAME JSON`. */
  readonly usage: string;
  readonly summary: string;
  /** What more there is to know before it is run, a line each. */
  readonly details?: readonly string[];
  /** Throws `UsageError` when the arguments are off; a non-zero result is the exit code. */
  run(args: readonly string[], config: CliConfig): Promise<number>;
}

/** The words of the command are off; the usage is told. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The first words as exactly the arguments that the usage names; throws {@link UsageError} otherwise. */
export function exactly(args: readonly string[], count: number): string[] {
  if (args.length !== count)
    throw new UsageError(`takes ${count === 1 ? 'one argument' : `${count} arguments`}, got ${args.length}`);
  return [...args];
}

/** A business day as it is typed; throws {@link UsageError} for what is none. */
export function readBusinessDay(text = ''): BusinessDay {
  const day = parseBusinessDay(text);
  if (!day) throw new UsageError(`${text || 'nothing'} is not a day like 2026-01-31`);
  return day;
}

/** Takes a word like `--json` out of the arguments: whether it was there, and what else was. */
export function takeFlag(args: readonly string[], flag: `--${string}`): { set: boolean; rest: readonly string[] } {
  return { set: args.includes(flag), rest: args.filter((word) => word !== flag) };
}

/** What a script reads: one JSON value; sums and counts beyond 2^53 are strings. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
