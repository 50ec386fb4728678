import type { z } from 'zod';

/** Which kind of process runs a job; each lane is scaled on its own. */
export type Lane = 'worker' | 'transcoder';

/** A job: its name, what it carries (ids; the handler reloads the rest), and how often and how long it may try. */
export interface JobDefinition<Payload = unknown> {
  readonly name: string;
  readonly lane: Lane;
  readonly payload: z.ZodType<Payload>;
  /** Tries in all, with exponential backoff between them; after the last the job stays as a dead letter. */
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Set when the job is run by the calendar: five cron fields, UTC. */
  readonly cron?: string;
}

const definitions = new Map<string, JobDefinition>();

/** Declares a job. Names are imperative and unique (`transcode-asset`); a second definition of a name throws. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  if (definitions.has(definition.name)) throw new Error(`job ${definition.name} is defined twice`);
  definitions.set(definition.name, definition);
  return definition;
}

/** Every job of a lane that the process has loaded. */
export const jobsOf = (lane: Lane): JobDefinition[] => [...definitions.values()].filter((job) => job.lane === lane);
