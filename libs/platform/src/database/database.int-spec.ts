import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NotFound } from '@moments/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from './database.js';
import { isDatabaseAway, mapConstraints } from './database-error.js';
import { execute, rows, statement, type Tx } from './statement.js';

let testDatabase: TestDatabase;
let source: DataSource;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: testDatabase.url, poolSize: 5 }).initialize();
  database = new Database(source);
  database.onModuleInit();
  await source.query('create table things (id int constraint things_pkey primary key, n int not null default 0)');
});

beforeEach(() => source.query('truncate things'));

afterAll(async () => {
  await source.destroy();
  await testDatabase.drop();
});

const countThings = statement('test.count-things', 'select count(*)::int as count from things');
const count = async () => (await database.read<{ count: number }>(countThings))[0]?.count;
const fails = (code: string) => `do $$ begin raise exception 'made to fail' using errcode = '${code}'; end $$`;

describe('a transaction', () => {
  it('keeps all that was written, or nothing', async () => {
    await database.transaction((tx) => execute(tx, 'insert into things (id) values (1)'));
    const broken = database.transaction(async (tx) => {
      await execute(tx, 'insert into things (id) values (2)');
      throw new NotFound('thing');
    });
    await expect(broken).rejects.toBeInstanceOf(NotFound);
    expect(await count()).toBe(1);
  });

  it('runs statements with a name on its own connection, and sees what it has written', async () => {
    const insert = statement('test.insert-thing', 'insert into things (id) values ($1), ($2)');
    await database.transaction(async (tx) => {
      expect(await execute(tx, insert, [1, 2])).toBe(2);
      expect(await rows(tx, countThings)).toEqual([{ count: 2 }]);
      expect(await count()).toBe(0);
    });
    expect(await count()).toBe(2);
  });

  it('starts anew after a conflict that a statement with a name meets', async () => {
    const conflict = statement('test.conflict', fails('40001'));
    const work = jest.fn((tx: Tx) => execute(tx, conflict));
    await expect(database.transaction(work)).rejects.toThrow('made to fail');
    expect(work).toHaveBeenCalledTimes(5);
  });

  it.each(['40001', '40P01'])('starts anew after %s, in a fresh transaction', async (code) => {
    let tries = 0;
    await database.transaction(async (tx) => {
      tries += 1;
      await execute(tx, 'insert into things (id) values ($1)', [tries]);
      if (tries < 3) await execute(tx, fails(code));
    });
    expect(tries).toBe(3);
    expect(await count()).toBe(1);
  });

  it('gives up after five tries', async () => {
    const work = jest.fn((tx: Tx) => execute(tx, fails('40001')));
    await expect(database.transaction(work)).rejects.toThrow('made to fail');
    expect(work).toHaveBeenCalledTimes(5);
  });

  it.each(['23505', '40002', '40003', '55P03', '57014', 'P0001'])('is not tried again after %s', async (code) => {
    const work = jest.fn((tx: Tx) => execute(tx, fails(code)));
    await expect(database.transaction(work)).rejects.toThrow('made to fail');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('that meets another in a real deadlock goes through', async () => {
    await source.query('insert into things (id) values (1), (2)');
    const bump = (ids: readonly number[]) =>
      database.transaction(async (tx) => {
        for (const id of ids) {
          await execute(tx, 'update things set n = n + 1 where id = $1', [id]);
          await execute(tx, 'select pg_sleep(0.1)');
        }
      });
    await Promise.all([bump([1, 2]), bump([2, 1])]);
    expect(await source.query('select n from things order by id')).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('is not begun again when its connection was lost: the commit may have arrived', async () => {
    const work = jest.fn((tx: Tx) => execute(tx, 'select pg_terminate_backend(pg_backend_pid())'));
    await expect(database.transaction(work)).rejects.toThrow();
    expect(work).toHaveBeenCalledTimes(1);
    expect(await count()).toBe(0);
  });
});

describe('a statement inside a transaction', () => {
  it('gives the rows that RETURNING names, or how many it touched', async () => {
    await database.transaction(async (tx) => {
      expect(await rows(tx, 'insert into things (id) values (1), (2) returning id')).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await execute(tx, 'update things set n = 1')).toBe(2);
      expect(await execute(tx, 'delete from things where id = 9')).toBe(0);
    });
  });

  it('does not run outside of one', async () => {
    await expect(rows(source.manager, 'select 1')).rejects.toThrow('not inside a transaction');
  });
});

describe('mapConstraints', () => {
  class Taken extends Error {}
  const insert = () =>
    database.transaction((tx) =>
      mapConstraints(execute(tx, 'insert into things (id) values (1)'), { things_pkey: () => new Taken() }),
    );

  it('turns the violation of a named constraint into its error', async () => {
    expect(await insert()).toBe(1);
    await expect(insert()).rejects.toBeInstanceOf(Taken);
  });

  it('lets every other error through', async () => {
    await expect(mapConstraints(Promise.reject(new NotFound('thing')), {})).rejects.toBeInstanceOf(NotFound);
    const other = database.transaction((tx) =>
      mapConstraints(execute(tx, fails('P0001')), { things_pkey: () => new Taken() }),
    );
    await expect(other).rejects.toThrow('made to fail');
  });
});

describe('a statement that takes too long', () => {
  const slow = statement('test.slow', 'select pg_sleep(4)');

  it('is ended, but for reads at length', async () => {
    const extra = { statement_timeout: 500, query_timeout: 3_500 };
    const hurried = await new DataSource({ type: 'postgres', url: testDatabase.url, poolSize: 1, extra }).initialize();
    try {
      const impatient = new Database(hurried);
      await expect(impatient.read(slow)).rejects.toMatchObject({ code: '57014' });
      expect(await impatient.readAtLength(slow)).toHaveLength(1);
      await expect(impatient.read(slow)).rejects.toMatchObject({ code: '57014' });
    } finally {
      await hurried.destroy();
    }
  });
});

describe('the pool', () => {
  it('survives the loss of every connection', async () => {
    await Promise.all([count(), count(), count()]);
    await source.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    while (database.pool.totalCount > 1) await sleep(10);
    expect(await count()).toBe(0);
  });

  it('outlives a connection that is lost between two statements', async () => {
    const reading = database.snapshot(async (read) => {
      const [own] = await read<{ pid: number }>('select pg_backend_pid() as pid');
      await source.query('select pg_terminate_backend($1)', [own?.pid]);
      await sleep(100);
      return read('select 1');
    });
    await expect(reading).rejects.toThrow();
    expect(await count()).toBe(0);
  });

  it.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['text', (tx) => rows(tx, 'select 1')],
    ['a prepared statement', (tx) => rows(tx, statement('test.after-loss', 'select 1'))],
    ['the entity manager', (tx) => tx.query('select 1')],
  ])('tells a transaction whose connection was lost that the server is away: by %s', async (_, next) => {
    const cut = database.transaction(async (tx) => {
      const [own] = await rows<{ pid: number }>(tx, 'select pg_backend_pid() as pid');
      await source.query('select pg_terminate_backend($1)', [own?.pid]);
      await sleep(100);
      await next(tx);
    });
    expect(isDatabaseAway(await cut.catch((error: unknown) => error))).toBe(true);
  });

  it('is not given before the database is connected', () => {
    expect(() => new Database(new DataSource({ type: 'postgres' })).pool).toThrow('the database is not connected');
  });
});
