import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, hours, type PayoutBatchId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aPain002, aRussianAccount, PayoutsWorld } from '@moments/testing/payouts';
import { onOneConnection } from '@moments/testing/platform';
import { PayoutMethods } from '../methods/payout-methods.service.js';
import { banks, payoutRules, payoutTaxes } from '../payouts.settings.js';

let world: PayoutsWorld;
let accountId: AccountId;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  ({ accountId } = await world.aCreator({ available: '1000.00' }));
});

/** A file of a batch, written and read. */
async function read(batchId: PayoutBatchId, format: 'pain001' | 'exchange1c'): Promise<string> {
  await world.files.write(batchId);
  const content = await (await fetch(await world.files.link(batchId, format))).arrayBuffer();
  return new TextDecoder(format === 'pain001' ? 'utf-8' : 'windows-1251').decode(content);
}
const valuesOf = (file: string, field: string) =>
  file.split('\r\n').flatMap((line) => (line.startsWith(`${field}=`) ? [line.slice(field.length + 1)] : []));
/** A batch of a payout of this creator and of another. */
async function aBatch(): Promise<PayoutBatchId> {
  await world.approved(accountId, '500.00');
  await world.approved((await world.aCreator({ available: '700.00' })).accountId);
  return (await world.sendAll()).id;
}

it('a batch is sent and paid with the one connection that a transaction has', async () => {
  const selfEmployed = await world.aCreator({ status: 'SELF_EMPLOYED', available: '1000.00' });
  const payout = await world.approved(selfEmployed.accountId);
  const settings = world.lib.app.get(Settings);
  // What was just set nobody knows by heart.
  const forget = async () => {
    for (const { name, fallback } of [payoutRules, payoutTaxes, banks]) await settings.set(name, fallback, 'test');
  };
  await forget();
  const { id } = await onOneConnection(world.lib.database, () => world.sendAll());
  await forget();
  const told = { content: aPain002(id, [{ payout }]), by: null, source: 'test' };
  await onOneConnection(world.lib.database, () => world.bank.import(told));
  const { status, receiptDue } = await world.payout(payout.id);
  expect([status, receiptDue !== null]).toEqual(['PAID', true]);
});

describe('the files of a batch', () => {
  it('are written again to the byte, whatever its creators and operators have changed since', async () => {
    const id = await aBatch();
    const [pain001, exchange1c] = [await read(id, 'pain001'), await read(id, 'exchange1c')];
    await world.lib.app.get(PayoutMethods).set({ accountId, ...aRussianAccount() });
    await world.sql(`update tax_profiles set legal_name = 'Грейс Хоппер' where account_id = $1`, [accountId]);
    await world.lib.app.get(Settings).set(banks.name, {}, 'test');
    world.lib.clock.advance(hours(30));

    expect(await read(id, 'pain001')).toBe(pain001);
    expect(await read(id, 'exchange1c')).toBe(exchange1c);
    await world.lib.app.get(Settings).set(banks.name, banks.fallback, 'test');
  });

  it('number payments on from batch to batch: a bank takes no number twice on a day', async () => {
    const first = await read(await aBatch(), 'exchange1c');
    await world.earn(accountId, '1000.00');
    const second = await read(await aBatch(), 'exchange1c');
    const numbers = [...valuesOf(first, 'Номер'), ...valuesOf(second, 'Номер')];
    expect(numbers).toHaveLength(4);
    expect(new Set(numbers).size).toBe(4);
    for (const number of numbers) expect(number).toMatch(/^[1-9]\d{0,5}$/);
  });

  it('name the correspondent account of the payee’s bank as it is known when they are sent', async () => {
    const known = await read(await aBatch(), 'exchange1c');
    expect(valuesOf(known, 'ПолучательКорсчет')).toEqual(Array.from({ length: 2 }, () => '30101810400000000225'));
    await world.lib.app.get(Settings).set(banks.name, {}, 'test');
    await world.earn(accountId, '1000.00');
    const unknown = await read(await aBatch(), 'exchange1c');
    expect(valuesOf(unknown, 'ПолучательКорсчет')).toEqual([]);
    await world.lib.app.get(Settings).set(banks.name, banks.fallback, 'test');
  });

  it('are not made with the correspondent account of another bank: nobody can set it', async () => {
    const settings = world.lib.app.get(Settings);
    const wrong = { '044525187': { name: 'VTB', correspondentAccount: '30101810400000000225' } };
    await expect(settings.set(banks.name, wrong, 'test')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
