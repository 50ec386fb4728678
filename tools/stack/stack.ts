import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compiled } from './paths.js';
import { freePorts } from './ports.js';
import { startPostgres } from './postgres.js';
import type { Processes } from './processes.js';
import { startRedis } from './redis.js';
import { startS3 } from './s3.js';
import { say } from './say.js';
import type { ClockEnvironment } from './shifted-clock.js';
import { secretsIn } from './secrets.js';

/** The environment that every app reads (see each app's config.ts). */
export type AppEnvironment = Record<string, string>;

export interface StackOptions {
  /** Where the data of the private servers lives. */
  folder: string;
  /** False: speed over surviving a power cut. */
  durable: boolean;
  /** Throws away what the private servers hold. */
  startOver?: boolean;
  /** May point at real servers instead: DATABASE_URL, REDIS_URL, S3_*. */
  environment: Readonly<Record<string, string | undefined>>;
  /**
   * Another time of day for everything but Redis, whose memory allocator does not bear libfaketime; all that it is told of
   * time are durations.
   */
  clock?: ClockEnvironment;
}

const s3Names = [
  'S3_REGION',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'S3_BUCKET_UPLOADS',
  'S3_BUCKET_MEDIA',
] as const;

/** Starts PostgreSQL, Redis and the S3 store, each unless the environment names a real one; returns once all answer. */
export async function startStack(processes: Processes, options: StackOptions): Promise<AppEnvironment> {
  const [postgresPort = 0, redisPort = 0, s3Port = 0] = await freePorts(3);
  const [database, redis, s3] = await Promise.all([
    databaseOf(processes, options, postgresPort),
    redisOf(processes, options, redisPort),
    storeOf(processes, options, s3Port),
  ]);
  const secrets = secretsIn(join(options.folder, 'secrets.json'));
  return {
    NODE_ENV: 'development',
    DATABASE_URL: database,
    REDIS_URL: redis,
    ...s3,
    MEDIA_BASE_URL: options.environment.MEDIA_BASE_URL ?? `${s3.S3_ENDPOINT}/${s3.S3_BUCKET_MEDIA}`,
    AUTH_SIGNING_SEED: secrets.authSigningSeed,
    PLAYBACK_TOKEN_SECRET: secrets.playbackTokenSecret,
    VIEWER_FINGERPRINT_SECRET: secrets.viewerFingerprintSecret,
    CLICK_SIGNING_SECRET: secrets.clickSigningSecret,
    SEAL_KEY: secrets.integrationSealKey,
    TRANSCODER_WORK_DIR: join(options.folder, 'transcoding'),
    ...options.clock,
  };
}

/** Brings database and buckets to what this version of the product needs. */
export const migrate = (processes: Processes, environment: AppEnvironment): Promise<void> =>
  processes.run({
    name: 'migrate',
    command: process.execPath,
    args: [compiled('apps/cli/src/main'), 'migrate'],
    env: environment,
  });

async function databaseOf(
  processes: Processes,
  { folder, durable, startOver, environment, clock }: StackOptions,
  port: number,
): Promise<string> {
  if (environment.DATABASE_URL) {
    say('PostgreSQL: yours (DATABASE_URL)');
    return environment.DATABASE_URL;
  }
  const options = { folder: join(folder, 'postgres'), port, durable, startOver, clock };
  const postgres = await startPostgres(processes, options);
  // A stack that does not last takes along what it has elsewhere.
  if (!durable) postgres.outside.forEach((path) => processes.removeAfterwards(path));
  say(`PostgreSQL: ${postgres.isNew ? 'made a private one' : 'private'}, on port ${port}`);
  return postgres.url;
}

async function redisOf(processes: Processes, { folder, environment }: StackOptions, port: number): Promise<string> {
  if (environment.REDIS_URL) {
    say('Redis: yours (REDIS_URL)');
    return environment.REDIS_URL;
  }
  const { redisPassword } = secretsIn(join(folder, 'secrets.json'));
  const url = await startRedis(processes, { folder: join(folder, 'redis'), port, password: redisPassword });
  say(`Redis: private, on port ${port}`);
  return url;
}

type S3Environment = Record<'S3_ENDPOINT' | (typeof s3Names)[number], string>;

async function storeOf(
  processes: Processes,
  { folder, startOver, environment, clock }: StackOptions,
  port: number,
): Promise<S3Environment> {
  if (environment.S3_ENDPOINT) {
    const missing = s3Names.filter((name) => !environment[name]);
    if (missing.length > 0) throw new Error(`S3_ENDPOINT needs these beside it: ${missing.join(', ')}.`);
    say('S3 store: yours (S3_ENDPOINT)');
    const named = s3Names.map((name) => [name, environment[name]]);
    return {
      S3_ENDPOINT: environment.S3_ENDPOINT,
      ...(Object.fromEntries(named) as Omit<S3Environment, 'S3_ENDPOINT'>),
    };
  }
  if (startOver) rmSync(join(folder, 's3'), { recursive: true, force: true });
  const { s3AccessKeyId, s3SecretAccessKey } = secretsIn(join(folder, 'secrets.json'));
  const keys = { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey };
  const endpoint = await startS3(processes, { folder: join(folder, 's3'), port, ...keys, clock });
  say(`S3 store: private, on port ${port}`);
  return {
    S3_ENDPOINT: endpoint,
    S3_REGION: 'us-east-1',
    S3_ACCESS_KEY_ID: s3AccessKeyId,
    S3_SECRET_ACCESS_KEY: s3SecretAccessKey,
    S3_BUCKET_UPLOADS: 'moments-uploads',
    S3_BUCKET_MEDIA: 'moments-media',
  };
}
