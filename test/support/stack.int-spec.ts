import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  createTestDatabase,
  createTestRedis,
  createTestStorage,
  stackFromEnvironment,
  type TestDatabase,
} from './stack.js';

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  // The server ends it when its database is dropped by force.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

describe('the stack of a test file', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('gives a database with every migration applied', async () => {
    const client = await connect(database.url);
    const { rows } = await client.query<{ migrations: number }>(
      'select count(*)::int as migrations from schema_migrations',
    );
    await client.end();

    expect(rows[0]!.migrations).toBeGreaterThan(0);
  });

  it('keeps what one file writes from another', async () => {
    const other = await createTestDatabase();
    const client = await connect(other.url);
    await client.query('create table mine ()');
    await client.end();

    const ours = await connect(database.url);
    const { rows } = await ours.query<{ found: boolean }>(`select to_regclass('mine') is not null as found`);
    await ours.end();
    await other.drop();

    expect(rows[0]!.found).toBe(false);
  });

  it('drops a database whose connections are closed', async () => {
    const other = await createTestDatabase();
    const client = await connect(other.url);
    await client.end();

    await expect(other.drop()).resolves.toBeUndefined();
  });

  it('refuses to end quietly while a connection is open, and tells its last statement', async () => {
    const other = await createTestDatabase();
    const forgotten = await connect(other.url);
    await forgotten.query('select 42 as forgotten');

    await expect(other.drop()).rejects.toThrow('1 connections were left open, after: select 42 as forgotten');
    await forgotten.end().catch(() => undefined);
  });

  it('gives every file keys and buckets of its own', async () => {
    const [first, second] = await Promise.all([createTestStorage(), createTestStorage()]);

    expect(first.mediaBucket).not.toBe(second.mediaBucket);
    expect(createTestRedis().prefix).not.toBe(createTestRedis().prefix);
  });

  it('tells a run without a stack how to get one', () => {
    const handedOver = process.env.MOMENTS_TEST_STACK;
    delete process.env.MOMENTS_TEST_STACK;
    try {
      expect(() => stackFromEnvironment()).toThrow('npm test -- stack.int-spec.ts');
    } finally {
      process.env.MOMENTS_TEST_STACK = handedOver;
    }
  });
});
