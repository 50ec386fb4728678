import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commonEnvironment, environment, loadConfig } from '@moments/platform';
import { z } from 'zod';

const schema = z.object({
  ...commonEnvironment,
  HOST: z.string().default('0.0.0.0'),
  TRANSCODER_HEALTH_PORT: environment.port.default(3002),
  /** Files at a time. ffmpeg uses every core for one; more only helps machines with very many. */
  TRANSCODER_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(1),
  /** Where originals and what is made of them lie while a job runs; wants a fast disk with several gigabytes of room. */
  TRANSCODER_WORK_DIR: z.string().min(1).default(join(tmpdir(), 'moments-transcoder')),
  /** Refuse to start where ffmpeg cannot be locked into namespaces without network. */
  TRANSCODER_SANDBOX_REQUIRED: environment.flag.default(false),
});

/** Every variable that the transcoder reads. */
export const variables = Object.keys(schema.shape);

export type TranscoderConfig = z.output<typeof schema>;

/** Reads the transcoder's configuration; throws `ConfigError` with every problem. */
export const readConfig = (): TranscoderConfig => loadConfig(schema, process.env);
