import { parseCronItem } from 'graphile-worker';
import type { z } from 'zod';

/** Which kind of process runs a job; each lane is scaled on its own. */
export type Lane = 'worker' | 'transcoder';

/** A job: its name, what it carries (ids; the handler reloads the rest), and how often and how long it may try. */
export interface JobDefinition<Payload = unknown> {
  readonly name: string;
  readonly lane: Lane;
  /** Reads its own JSON: what it gives for a payload it takes again. */
  readonly payload: z.ZodType<Payload>;
  /** Tries in all, with exponential backoff between them; after the last the job stays as a dead letter. */
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Set when the job is run by the calendar: five cron fields, UTC. */
  readonly cron?: string;
}

const definitions = new Map<string, JobDefinition>();

// The queue takes a job that has run for four hours for abandoned, whoever runs it.
const maxTimeoutMs = 3 * 3_600_000;

/** Declares a job. Names are imperative and unique (`transcode-asset`); a second definition of a name throws. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  const { name, attempts, timeoutMs, cron } = definition;
  if (definitions.has(name)) throw new Error(`job ${name} is defined twice`);
  if (!Number.isInteger(attempts) || attempts < 1) throw new Error(`job ${name} has no try`);
  if (timeoutMs < 1 || timeoutMs > maxTimeoutMs) throw new Error(`job ${name} may not take ${timeoutMs} ms`);
  if (cron !== undefined) parseCronItem({ task: name, match: cron });
  definitions.set(name, definition);
  return definition;
}

/** Every job of a lane that the process has loaded. */
export const jobsOf = (lane: Lane): JobDefinition[] => [...definitions.values()].filter((job) => job.lane === lane);
