import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { businessDayOf, currency, hours, parseMoney } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aPain002, PayoutsWorld } from '@moments/testing/payouts';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());

const rub = (amount: string) => parseMoney(amount, currency('RUB'));

it('an income is taxed as that of the year in which it goes, whenever it was asked for', async () => {
  // All that an individual has beyond a thousand a year is taxed at 20 %, the first thousand at 10 %.
  const incomeTax = [{ upTo: '1000.00', bps: 1_000 }, { bps: 2_000 }];
  const taxes = { incomeTax, selfEmployedYear: '2400000.00', checkHours: 24 };
  await world.lib.app.get(Settings).set('payouts.taxes', taxes, 'test');
  const { clock } = world.lib;
  const year = businessDayOf(clock.now()).slice(0, 4);
  clock.advance(Date.parse(`${year}-12-31T20:00:00Z`) - clock.now().getTime());
  const { accountId } = await world.aCreator({ status: 'INDIVIDUAL', available: '4000.00' });
  const old = await world.approved(accountId, '1000.00');
  const batch = await world.sendAll();
  await world.bank.import({ content: aPain002(batch.id, [{ payout: old }]), by: null, source: 'test' });
  const waiting = [await world.approved(accountId, '600.00'), await world.approved(accountId, '600.00')];
  expect([old, ...waiting].map(({ tax }) => tax)).toEqual([rub('100.00'), rub('120.00'), rub('120.00')]);

  // 23:00 in Moscow on the last day of the year, and two hours later.
  clock.advance(hours(2));
  const sent = await world.sendAll();

  const taxed = await Promise.all(waiting.map(async ({ id }) => (await world.payout(id)).tax));
  // 60 of the first 600; of the year's 1,200 then 100 + 40, less 60.
  expect(taxed).toEqual([rub('60.00'), rub('80.00')]);
  expect(sent.total).toEqual(rub('1060.00'));
  expect((await world.reconcile()).drift).toEqual([]);
});
