import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FixedClock, InvalidInput, NotFound } from '@moments/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { defineSetting } from './define-setting.js';
import { Settings } from './settings.js';

const limits = z.object({ sizeBytes: z.int().min(1), kinds: z.array(z.string()).default([]) });
const define = (name: string) => defineSetting({ name, schema: limits, fallback: { sizeBytes: 10, kinds: [] } });

let testDatabase: TestDatabase;
let source: DataSource;
let database: Database;
let settings: Settings;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: testDatabase.url, poolSize: 5 }).initialize();
  database = new Database(source);
  settings = new Settings(database, new FixedClock(new Date('2026-01-31T12:00:00Z')));
});

afterAll(async () => {
  await source.destroy();
  await testDatabase.drop();
});

/** The cache looks at the clock once in a millisecond, and a transaction may well be quicker. */
const untilLookedAtAnew = () => sleep(10);
const another = () => new Settings(database, new FixedClock(new Date()));

describe('a setting', () => {
  it('has its fallback until somebody sets another, which is in force at once where it was set', async () => {
    const setting = define('test.first');
    expect(await settings.get(setting)).toEqual({ sizeBytes: 10, kinds: [] });
    expect(await settings.set(setting.name, { sizeBytes: 20 }, 'operator')).toBe(1);
    expect(await settings.get(setting)).toEqual({ sizeBytes: 20, kinds: [] });
    expect(await another().get(setting)).toEqual({ sizeBytes: 20, kinds: [] });
  });

  it('keeps every version, with who set it and when', async () => {
    const setting = define('test.versions');
    await settings.set(setting.name, { sizeBytes: 1 }, 'ada');
    await settings.set(setting.name, { sizeBytes: 2 }, 'grace');
    const stored: unknown = await source.query(
      'select version, value, set_by, set_at from settings where name = $1 order by version',
      [setting.name],
    );
    expect(stored).toEqual([
      { version: 1, value: { sizeBytes: 1, kinds: [] }, set_by: 'ada', set_at: new Date('2026-01-31T12:00:00Z') },
      { version: 2, value: { sizeBytes: 2, kinds: [] }, set_by: 'grace', set_at: new Date('2026-01-31T12:00:00Z') },
    ]);
  });

  it('set by several people at once has a version of each', async () => {
    const setting = define('test.concurrent');
    const versions = await Promise.all(
      [1, 2, 3, 4, 5].map((sizeBytes) => another().set(setting.name, { sizeBytes }, 'operator')),
    );
    expect(versions.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('refuses what its schema refuses, and a name that nobody declared', async () => {
    const setting = define('test.refused');
    await expect(settings.set(setting.name, { sizeBytes: 0 }, 'operator')).rejects.toThrow(InvalidInput);
    await expect(settings.set('test.nobody', 1, 'operator')).rejects.toThrow(NotFound);
    expect(await settings.get(setting)).toEqual({ sizeBytes: 10, kinds: [] });
  });

  it('is read once for many who ask at the same time, and nobody can change it for the others', async () => {
    const setting = define('test.cached');
    await settings.set(setting.name, { sizeBytes: 5, kinds: ['mp4'] }, 'operator');
    const read = jest.spyOn(database, 'read');
    const values = await Promise.all([settings.get(setting), settings.get(setting), settings.get(setting)]);
    expect(read).toHaveBeenCalledTimes(1);
    expect(() => values[0].kinds.push('exe')).toThrow(TypeError);
    read.mockRestore();
  });

  it('can be read while it is being set', async () => {
    const setting = define('test.meanwhile');
    const [value] = await Promise.all([
      settings.get(setting),
      settings.set(setting.name, { sizeBytes: 7 }, 'operator'),
    ]);
    expect([7, 10]).toContain(value.sizeBytes);
    expect((await settings.get(setting)).sizeBytes).toBe(7);
  });

  it('is read inside a transaction without another connection, and kept for those who ask next', async () => {
    const setting = define('test.inside');
    await settings.set(setting.name, { sizeBytes: 4 }, 'operator');
    const own = another();
    const read = jest.spyOn(database, 'read').mockRejectedValue(new Error('no connection is left'));
    expect((await database.transaction((tx) => own.getIn(tx, setting))).sizeBytes).toBe(4);
    expect((await own.get(setting)).sizeBytes).toBe(4);
    read.mockRestore();
  });

  it('that is asked for inside transactions all the time still follows a change within five seconds', async () => {
    const setting = define('test.followed');
    const own = another();
    const inside = () => database.transaction((tx) => own.getIn(tx, setting));
    expect((await inside()).sizeBytes).toBe(10);
    await settings.set(setting.name, { sizeBytes: 6 }, 'operator');
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(now + 4_900);
    await inside();
    await untilLookedAtAnew();
    clock.mockReturnValue(now + 6_000);
    expect((await inside()).sizeBytes).toBe(6);
    clock.mockRestore();
  });

  it('that cannot be read inside a transaction is no answer there: the transaction is lost, though a value is known', async () => {
    const setting = define('test.lost');
    const own = another();
    await own.get(setting);
    await untilLookedAtAnew();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 6_000);
    const broken = database.transaction(async (tx) => {
      await tx.query('select 1 / 0').catch(() => undefined);
      return own.getIn(tx, setting);
    });
    await expect(broken).rejects.toThrow('current transaction is aborted');
    clock.mockRestore();
  });

  it('keeps its last known value while Postgres is away', async () => {
    const setting = define('test.away');
    const own = another();
    await own.set(setting.name, { sizeBytes: 3 }, 'operator');
    await own.get(setting);
    const read = jest.spyOn(database, 'read').mockRejectedValue(new Error('away'));
    const now = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 6_000);
    expect((await own.get(setting)).sizeBytes).toBe(3);
    expect(read).toHaveBeenCalled();
    now.mockRestore();
    read.mockRestore();
  });

  it('whose stored value a newer schema refuses says which version that is', async () => {
    const setting = define('test.outgrown');
    await source.query(`insert into settings values ($1, 4, '{"sizeBytes": "big"}', 'operator', now())`, [
      setting.name,
    ]);
    await expect(settings.get(setting)).rejects.toThrow('version 4 of setting test.outgrown cannot be read');
  });
});
