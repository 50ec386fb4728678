import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import pg from 'pg';
import { prepareBuckets } from '@moments/platform';

/** The private servers that `npm test` started for this run (tools/stack/test.ts hands them over). */
export interface TestStack {
  /** A superuser's connection to the maintenance database. */
  databaseUrl: string;
  /** A database with every migration applied; each test file works on a clone of it. */
  templateDatabase: string;
  redisUrl: string;
  s3: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string };
}

/** The stack of this run; throws a plain sentence when the tests were not started by `npm test`. */
export function stackFromEnvironment(): TestStack {
  const handedOver = process.env.MOMENTS_TEST_STACK;
  if (!handedOver) {
    const file = basename(expect.getState().testPath ?? 'this file');
    throw new Error(`${file} needs PostgreSQL, Redis and S3: run it with \`npm test -- ${file}\`, which starts them.`);
  }
  return JSON.parse(handedOver) as TestStack;
}

export interface TestDatabase {
  url: string;
  /** Removes the database; throws when somebody still holds a connection to it, naming what it last ran. */
  drop(): Promise<void>;
}

const connectionsGoneMs = 60_000;

/** A database of this test file's own, cloned from the migrated template. Call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const stack = stackFromEnvironment();
  const name = `${testName()}_${suffix()}`;
  await asAdmin(stack, (client) =>
    client.query(`create database "${name}" template "${stack.templateDatabase}" strategy file_copy`),
  );
  const url = new URL(stack.databaseUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      asAdmin(stack, async (client) => {
        const leaked = await lastingConnections(client, name);
        await client.query(`drop database if exists "${name}" with (force)`);
        if (leaked.length > 0) {
          throw new Error(`${leaked.length} connections were left open, after: ${leaked.join(' | ')}`);
        }
      }),
  };
}

/** What is still connected once a closing pool has had the time to say goodbye. */
async function lastingConnections(client: pg.Client, database: string): Promise<string[]> {
  for (let waitedMs = 0; ; waitedMs += 20) {
    const { rows } = await client.query<{ query: string }>(
      `select query from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || waitedMs >= connectionsGoneMs) return rows.map(({ query }) => query);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface TestRedis {
  url: string;
  /** Keys of this test file start with it: files that run at once share one server. */
  prefix: string;
}

/** The run's Redis with a key prefix of this test file's own. */
export const createTestRedis = (): TestRedis => ({
  url: stackFromEnvironment().redisUrl,
  prefix: `${testName()}:${suffix()}:`,
});

export type TestStorage = TestStack['s3'] & { uploadsBucket: string; mediaBucket: string; mediaBaseUrl: string };

/** A pair of buckets of this test file's own, made as the product's; they go when the run's store goes. */
export async function createTestStorage(): Promise<TestStorage> {
  const { s3 } = stackFromEnvironment();
  const name = `${testName().replaceAll('_', '-')}-${suffix()}`;
  const mediaBucket = `${name}-media`;
  const storage = {
    ...s3,
    uploadsBucket: `${name}-uploads`,
    mediaBucket,
    mediaBaseUrl: `${s3.endpoint}/${mediaBucket}`,
  };
  await prepareBuckets(storage);
  return storage;
}

/** The environment of an app (see its config.ts) that works on this test file's own database, prefix and buckets. */
export async function createTestEnvironment(): Promise<{ env: Record<string, string>; drop: () => Promise<void> }> {
  const [database, storage] = await Promise.all([createTestDatabase(), createTestStorage()]);
  const redis = createTestRedis();
  return {
    env: {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      S3_ENDPOINT: storage.endpoint,
      S3_REGION: storage.region,
      S3_ACCESS_KEY_ID: storage.accessKeyId,
      S3_SECRET_ACCESS_KEY: storage.secretAccessKey,
      S3_BUCKET_UPLOADS: storage.uploadsBucket,
      S3_BUCKET_MEDIA: storage.mediaBucket,
      MEDIA_BASE_URL: storage.mediaBaseUrl,
    },
    drop: () => database.drop(),
  };
}

/** The test file's name as it may stand in a database, bucket or key name. */
function testName(): string {
  const file = basename(expect.getState().testPath ?? 'test').replace(/\.(spec|int-spec|e2e-spec)\.ts$/, '');
  return `t_${file.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 30).replace(/_+$/, '');
}

const suffix = () => randomBytes(4).toString('hex');

async function asAdmin<T>(stack: TestStack, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
