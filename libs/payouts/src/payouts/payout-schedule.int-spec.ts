import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type AccountId, businessDayOf, hours, seconds } from '@moments/kernel';
import { Settings, statement } from '@moments/platform';
import { PayoutsWorld } from '@moments/testing/payouts';
import { TaxRechecks } from '../tax/tax-rechecks.service.js';
import { PayoutSchedule } from './payout-schedule.service.js';

let world: PayoutsWorld;
let schedule: PayoutSchedule;

beforeAll(async () => {
  world = await PayoutsWorld.open();
  schedule = world.lib.app.get(PayoutSchedule);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.lib.app.get(Settings).set('payouts.schedule', { weekdays: [1, 2, 3, 4, 5, 6, 7] }, 'test');
});
afterEach(async () => {
  world.taxService.away = false;
  world.lib.clock.advance(seconds(30));
  expect((await world.reconcile()).drift).toEqual([]);
});

/** A creator whose new bank account has rested. */
async function aCreator(status: 'SELF_EMPLOYED' | 'SOLE_PROPRIETOR', available: string): Promise<AccountId> {
  const { accountId } = await world.aCreator({ status, available });
  world.lib.clock.advance(hours(72));
  return accountId;
}

const postponed = statement(
  'test.postponed-schedules',
  `select payload -> 'day' as day, run_at as "runAt" from graphile_worker._private_jobs as jobs
     join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
    where tasks.identifier = 'request-scheduled-payouts'`,
);
const waiting = () => world.lib.database.read<{ day: string; runAt: Date }>(postponed);

it('requests on its day for whoever has enough, once', async () => {
  const accountId = await aCreator('SOLE_PROPRIETOR', '700.00');
  const poor = await aCreator('SOLE_PROPRIETOR', '499.99');
  const today = new Date(world.lib.clock.now().getTime() + hours(3)).getUTCDay() || 7;
  await world.lib.app.get(Settings).set('payouts.schedule', { weekdays: [(today % 7) + 1] }, 'test');
  expect(await schedule.run()).toBe(0);

  await world.lib.app.get(Settings).set('payouts.schedule', { weekdays: [today] }, 'test');
  expect(await schedule.run()).toBeGreaterThan(0);
  await schedule.run();
  expect(await world.available(accountId)).toBe(0n);
  expect(await world.available(poor)).toBe(49_999n);
  expect(await waiting()).toEqual([]);
});

it('tries again later, on the same day only, whoever the tax service was asked about in vain', async () => {
  const selfEmployed = await aCreator('SELF_EMPLOYED', '700.00');
  const other = await aCreator('SOLE_PROPRIETOR', '600.00');
  world.taxService.away = true;
  await schedule.run();
  expect([await world.available(selfEmployed), await world.available(other)]).toEqual([70_000n, 0n]);
  const now = world.lib.clock.now();
  const day = businessDayOf(now);
  expect(await waiting()).toEqual([{ day, runAt: new Date(now.getTime() + hours(0.5)) }]);

  world.taxService.away = false;
  world.lib.clock.advance(seconds(30));
  expect(await schedule.run({ day })).toBe(1);
  expect(await world.available(selfEmployed)).toBe(0n);
  world.lib.clock.advance(hours(24));
  await world.earn(selfEmployed, '900.00');
  expect(await schedule.run({ day })).toBe(0);
});

it('a tax service that does not answer is asked once in half a minute, not once for each creator', async () => {
  for (let count = 0; count < 4; count += 1) await aCreator('SELF_EMPLOYED', '700.00');
  world.lib.clock.advance(hours(25));
  world.taxService.away = true;
  const before = world.taxService.asked;
  await schedule.run();
  await world.lib.app.get(TaxRechecks).run();
  expect(world.taxService.asked - before).toBe(1);

  world.lib.clock.advance(seconds(30));
  await schedule.run();
  expect(world.taxService.asked - before).toBe(2);
});
