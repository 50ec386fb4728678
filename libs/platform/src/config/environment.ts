import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
// Without the protocol `localhost:9000` would pass, as an address of the protocol "localhost".
const httpUrl = z.url({ protocol: /^https?$/ });
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Variables that every app reads; an app's config.ts spreads these shapes and adds its own. */
export const commonEnvironment = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Where traces go (OTLP over HTTP); no variable, no traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `false` where the server's time of day is moved: its limits go by that, and would all be over. */
  DATABASE_SERVER_LIMITS: flag.default(true),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(20),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  REDIS_PREFIX: z.string().default('moments:'),
  S3_ENDPOINT: httpUrl,
  /** The address of the same store as clients reach it; presigned URLs are made for it. */
  S3_PUBLIC_ENDPOINT: httpUrl.optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1),
  S3_SECRET_ACCESS_KEY: z.string().min(1),
  S3_BUCKET_UPLOADS: z.string().min(3),
  S3_BUCKET_MEDIA: z.string().min(3),
  /** Public base URL of the media bucket: the store itself or the CDN before it. */
  MEDIA_BASE_URL: httpUrl,
};

export const environment = { port, flag, httpUrl };

export type CommonEnvironment = z.output<z.ZodObject<typeof commonEnvironment>>;
