import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AttributionJobsModule } from '@moments/attribution';
import { days, hours } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { PurchasesWorld } from '@moments/testing/attribution';
import { rub } from '@moments/testing/ledger';
import { deliverEvents, takeJobs } from '@moments/testing/platform';
import { WorkWorld } from '../testing/index.js';
import { PayCommission, TakeBackCommission } from './commission.jobs.js';

let world: WorkWorld;
let purchases: PurchasesWorld;

beforeAll(async () => {
  world = await WorkWorld.open([AttributionJobsModule]);
  purchases = PurchasesWorld.over(world.lib);
  await purchases.refresh();
});
afterAll(() => world.close());

/** Approved work for 1,000.00 and 10 % of what is bought, 150.00 at the most; the purchases are of what it shows. */
async function approvedWork() {
  const shop = await world.aShop('5000.00');
  const order = await world.anOrder(shop, { commissionBps: 1_000, commissionCeiling: rub('150.00') });
  const creator = await world.taken(order);
  const momentId = await world.submitted(order, creator);
  await world.approve(shop, creator);
  const { sellerId, productId } = shop;
  const [sold] = await world.lib.database.read<{ externalId: string }>(
    { name: 'test.external-id', text: 'select external_id as "externalId" from products where id = $1' },
    [productId],
  );
  world.lib.clock.advance(hours(2));
  const placedAt = world.lib.clock.now();
  const { creatorId } = creator;
  Object.assign(purchases, { creatorId, sellerId, productId, momentId, placedAt, productExternalId: sold!.externalId });
  return { order, creatorId };
}

/** The news since the last time reaches whoever listens, as the worker would see to it. */
async function delivered(): Promise<void> {
  const { app } = world.lib;
  await deliverEvents(world.lib);
  for (const job of await takeJobs<Told>(world.lib, 'campaigns-pay-commission')) {
    await app.get(PayCommission).handle(job.payload);
  }
  for (const job of await takeJobs<Told>(world.lib, 'campaigns-take-back-commission')) {
    await app.get(TakeBackCommission).handle(job.payload);
  }
}

interface Told {
  payload: Parameters<PayCommission['handle']>[0];
}

it('commission is paid once the store’s news of a purchase is confirmed, and taken back when it comes back', async () => {
  const { order, creatorId } = await approvedWork();
  const standing = async () => {
    await delivered();
    return [
      await world.minorIn(addresses.creatorAvailable(creatorId)),
      await world.minorIn(addresses.campaignEscrow(order)),
    ];
  };
  await purchases.click({ beforeMs: hours(1) });
  await purchases.tell(...['placed', 'paid', 'delivered'].map((type) => purchases.event(type, 2)));
  expect(await standing()).toEqual([0n, 115_000n]);

  world.lib.clock.advance(hours(1) + days(14));
  await purchases.confirm();
  // 10 % of 1,980.00 is more than the ceiling.
  expect(await standing()).toEqual([15_000n, 100_000n]);
  await purchases.tell(purchases.event('returned', 1, { hour: 24 * 14 }));
  expect(await standing()).toEqual([9_900n, 105_100n]);
  await purchases.tell(purchases.event('returned', 1, { hour: 24 * 14 }));
  expect(await standing()).toEqual([0n, 115_000n]);
  expect(await world.drift()).toEqual([]);
});
