import { taxServiceEnvironment } from '@moments/payouts';
import { commonEnvironment, environment, loadConfig, sealingEnvironment } from '@moments/platform';
import { z } from 'zod';

const schema = z.object({
  ...commonEnvironment,
  ...sealingEnvironment,
  ...taxServiceEnvironment,
  HOST: z.string().default('0.0.0.0'),
  WORKER_HEALTH_PORT: environment.port.default(3001),
  /** Jobs at a time; they wait for the database more than they compute. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(200).default(10),
  /** Whether jobs are run when the calendar says so; without it by hand alone (`cli jobs run`). */
  WORKER_CALENDAR: environment.flag.default(true),
});

/** Every variable that the worker reads. */
export const variables = Object.keys(schema.shape);

export type WorkerConfig = z.output<typeof schema>;

/** Reads the worker's configuration; throws `ConfigError` with every problem. */
export const readConfig = (from: Readonly<Record<string, string | undefined>> = process.env): WorkerConfig =>
  loadConfig(schema, from);
