import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { MigrationDrift, runMigrations } from './migrate.js';

let database: TestDatabase;
let client: pg.Client;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

// A clone of the migrated template: made empty, so that these migrations are the first.
beforeEach(async () => {
  await client.query('drop schema if exists graphile_worker cascade; drop schema public cascade; create schema public');
  folder = await mkdtemp(join(tmpdir(), 'moments-migrations-'));
});

afterEach(() => rm(folder, { recursive: true }));

afterAll(async () => {
  await client.end();
  await database.drop();
});

const names = { first: '20260101000000_test_first.sql', second: '20260102000000_test_second.sql' };
const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
const migrate = () => runMigrations({ databaseUrl: database.url, folder });
const exists = async (relation: string) =>
  (await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [relation])).rows[0]?.found;

describe('runMigrations', () => {
  it('applies what is new in the order of the names, and the job queue before all', async () => {
    await write(names.second, 'insert into first values (2); select graphile_worker.add_job($$x$$)');
    await write(names.first, 'create table first (id int)');
    expect(await migrate()).toEqual([names.first, names.second]);
    expect(await migrate()).toEqual([]);
    expect((await client.query('select id from first')).rows).toEqual([{ id: 2 }]);
  });

  it('run by two processes at once applies each migration once', async () => {
    await write(names.first, 'create table first (id int); select pg_sleep(0.2)');
    const applied = await Promise.all([migrate(), migrate()]);
    expect(applied.flat()).toEqual([names.first]);
  });

  it('leaves nothing of a migration that fails, and applies it once it is mended', async () => {
    await write(names.first, 'create table first (id int)');
    await write(names.second, 'create table second (id int); select 1 / 0');
    await expect(migrate()).rejects.toThrow(`Migration ${names.second} failed: division by zero`);
    expect([await exists('first'), await exists('second')]).toEqual([true, false]);
    await write(names.second, 'create table second (id int)');
    expect(await migrate()).toEqual([names.second]);
  });

  it('refuses to go on when an applied file was edited, removed or overtaken', async () => {
    await write(names.second, 'create table second (id int)');
    await migrate();
    await write(names.first, 'create table first (id int)');
    await expect(migrate()).rejects.toThrow(MigrationDrift);
    await rm(join(folder, names.first));
    await write(names.second, 'create table second (id bigint)');
    await expect(migrate()).rejects.toThrow(MigrationDrift);
    await rm(join(folder, names.second));
    await expect(migrate()).rejects.toThrow(MigrationDrift);
    expect(await exists('first')).toBe(false);
  });

  it('refuses a file whose name has no place in the order', async () => {
    await write('first.sql', 'create table first (id int)');
    await expect(migrate()).rejects.toThrow('first.sql is not named like');
  });
});
