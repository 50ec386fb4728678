import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { SealedColumns } from './sealed-columns.js';
import { Sealing } from './sealing.js';

const [older, newer, lost] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const place = { table: 'test_sealed', column: 'sealed', owner: 'id' };
// More than two batches.
const many = 450;

let testDatabase: TestDatabase;
let source: DataSource;
let columns: SealedColumns;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: testDatabase.url, poolSize: 5 }).initialize();
  columns = new SealedColumns(new Database(source), new Sealing({ sealKeys: [newer, older] }));
  await source.query('create table test_sealed (id uuid primary key, sealed bytea)');
});
beforeEach(() => source.query('truncate test_sealed'));
afterAll(async () => {
  await source.destroy();
  await testDatabase.drop();
});

async function sealedBy(key: Buffer, count: number): Promise<string[]> {
  const sealing = new Sealing({ sealKeys: [key] });
  const ids = Array.from({ length: count }, () => newId());
  const contents = ids.map((id) => sealing.seal({ content: Buffer.from(`of ${id}`), owner: id }));
  await source.query('insert into test_sealed select * from unnest($1::uuid[], $2::bytea[])', [ids, contents]);
  return ids;
}
const states = async () => (await columns.count(place)).map(({ state, count }) => [state, count]).sort();

it('seals anew all that another known key has sealed, batch after batch; what no known key opens stays as it is', async () => {
  const ids = await sealedBy(older, many);
  await sealedBy(newer, 3);
  await sealedBy(lost, 2);
  expect(await states()).toEqual([
    ['current', 3],
    ['previous', many],
    ['unknown', 2],
  ]);
  expect(await columns.renew(place)).toBe(many);
  expect(await states()).toEqual([
    ['current', many + 3],
    ['unknown', 2],
  ]);
  const found: { id: string; sealed: Buffer }[] = await source.query('select * from test_sealed where id = any($1)', [
    ids,
  ]);
  expect(found).toHaveLength(ids.length);
  const fresh = new Sealing({ sealKeys: [newer] });
  for (const { id, sealed } of found) expect(fresh.open({ content: sealed, owner: id }).toString()).toBe(`of ${id}`);
  expect(await columns.renew(place)).toBe(0);
});

it('two who do it at once seal each row once between them', async () => {
  await sealedBy(older, many);
  const counts = await Promise.all([columns.renew(place), columns.renew(place)]);
  expect(counts[0] + counts[1]).toBe(many);
  expect(await states()).toEqual([['current', many]]);
});
