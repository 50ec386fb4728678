import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CampaignId, days, hours, type MomentId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { rows, Settings } from '@moments/platform';
import { rub } from '@moments/testing/ledger';
import { setMomentStatus } from '@moments/testing/moments';
import { onOneConnection } from '@moments/testing/platform';
import { DisputesService } from '../disputes/disputes.service.js';
import { type Shop, type Taken, WorkWorld } from '../testing/index.js';
import { SubmissionsQueries } from './submissions.queries.js';
import { commissionSettings, workSettings } from './work.settings.js';
import { WorkClock } from './work-clock.service.js';

let world: WorkWorld;
let shop: Shop;
let order: CampaignId;
let creator: Taken;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  shop = await world.aShop('5000.00');
  order = await world.anOrder(shop, { keepPublishedDays: 3 });
  creator = await world.taken(order);
});

/** Whom reminders went to, in order. */
const reminded = async (): Promise<string[]> => {
  const found = await world.lib.database.transaction((tx) =>
    rows<{ side: string }>(
      tx,
      `select payload->'payload'->>'side' as side from graphile_worker._private_jobs
        where payload->>'event' = 'engagement-due-soon' and payload->'payload'->>'engagementId' = $1 order by id`,
      [creator.engagementId],
    ),
  );
  return found.map(({ side }) => side);
};

describe('whoever’s turn it is', () => {
  it('is reminded a day before the time is over, once for each time', async () => {
    await world.pass(days(9) - 1);
    expect(await reminded()).toEqual([]);
    await world.pass(1);
    await world.pass(hours(1));
    expect(await reminded()).toEqual(['CREATOR']);
    await world.submitted(order, creator);
    await world.pass(hours(48));
    await world.pass(hours(1));
    expect(await reminded()).toEqual(['CREATOR', 'SELLER']);
    await world.askForChanges(shop, creator);
    await world.pass(hours(50));
    expect(await reminded()).toEqual(['CREATOR', 'SELLER', 'CREATOR']);
  });
});

describe('an approved moment', () => {
  let momentId: MomentId;

  beforeEach(async () => {
    momentId = await world.submitted(order, creator);
    await world.approve(shop, creator);
  });
  const outcomes = async () => {
    const { engagementId } = creator;
    const checks = (await world.app.get(SubmissionsQueries).checksOf([engagementId])).get(engagementId) ?? [];
    return checks.map(({ outcome }) => outcome);
  };

  it('is looked at once a day, and each look is kept', async () => {
    await world.sweep();
    await world.sweep();
    expect(await outcomes()).toEqual(['KEPT']);
    await world.pass(days(1));
    await world.pass(days(1));
    expect(await outcomes()).toEqual(['KEPT', 'KEPT', 'KEPT']);
  });

  it('is neither paid nor given back while moderators look at it', async () => {
    await setMomentStatus(world.lib, { momentId, status: 'IN_REVIEW' });
    await world.pass(days(4));
    expect((await world.standing(creator)).status).toBe('APPROVED');
    expect(await outcomes()).toEqual(['WAITING']);
    await setMomentStatus(world.lib, { momentId, status: 'PUBLISHED' });
    await world.pass(hours(1));
    expect((await world.standing(creator)).status).toBe('PAID');
  });

  it('is paid on its day though moderators have looked at it on some of the days before: their days count', async () => {
    await setMomentStatus(world.lib, { momentId, status: 'IN_REVIEW' });
    await world.pass(days(2));
    await setMomentStatus(world.lib, { momentId, status: 'PUBLISHED' });
    await world.pass(days(1) - 1);
    expect((await world.standing(creator)).status).toBe('APPROVED');
    await world.pass(1);
    expect((await world.standing(creator)).status).toBe('PAID');
  });

  it('is paid once, and keeps it, though moderators look at it and take it away afterwards', async () => {
    await world.pass(days(3));
    for (const status of ['IN_REVIEW', 'PUBLISHED', 'REJECTED'] as const) {
      await setMomentStatus(world.lib, { momentId, status });
      await world.app.get(WorkClock).checkMoment(momentId);
      await world.pass(days(1));
    }
    expect((await world.standing(creator)).status).toBe('PAID');
    expect(await world.minorIn(addresses.creatorAvailable(creator.creatorId))).toBe(100_000n);
    expect(await world.drift()).toEqual([]);
  });

  it('that moderators take away is looked at as soon as that is told', async () => {
    await setMomentStatus(world.lib, { momentId, status: 'REJECTED' });
    await world.app.get(WorkClock).checkMoment(momentId);
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'taken_down' });
  });

  it('that moderators have taken away has ended for good: an appeal brings back the moment, not the reward, which the seller has', async () => {
    await world.pass(days(1));
    await setMomentStatus(world.lib, { momentId, status: 'REJECTED' });
    await world.app.get(WorkClock).checkMoment(momentId);
    // The only place is free again, and its reward waits for the next taker; nobody comes until the deadline.
    expect(await world.minorIn(addresses.campaignEscrow(order))).toBe(100_000n);
    await setMomentStatus(world.lib, { momentId, status: 'PUBLISHED' });
    await world.app.get(WorkClock).checkMoment(momentId);
    await world.pass(days(10));
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'taken_down' });
    expect(await world.minorIn(addresses.creatorPending(creator.creatorId))).toBe(0n);
    expect(await world.minorIn(addresses.creatorAvailable(creator.creatorId))).toBe(0n);
    expect(await world.minorIn(addresses.campaignEscrow(order))).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(500_000n);
    expect(await world.drift()).toEqual([]);
  });

  it('that comes back on appeal after another has its place is paid to nobody; whoever has the place now is, once', async () => {
    await setMomentStatus(world.lib, { momentId, status: 'REJECTED' });
    await world.app.get(WorkClock).checkMoment(momentId);
    const next = await world.taken(order);
    await world.submitted(order, next);
    await world.approve(shop, next);
    await setMomentStatus(world.lib, { momentId, status: 'PUBLISHED' });
    await world.pass(days(3));
    expect([(await world.standing(creator)).status, (await world.standing(next)).status]).toEqual([
      'CANCELLED',
      'PAID',
    ]);
    expect(await world.minorIn(addresses.creatorAvailable(creator.creatorId))).toBe(0n);
    expect(await world.minorIn(addresses.creatorAvailable(next.creatorId))).toBe(100_000n);
    expect(await world.minorIn(shop.wallet)).toBe(400_000n);
  });

  it('in dispute is not looked at, and not paid', async () => {
    const { engagementId } = creator;
    const disputes = world.app.get(DisputesService);
    await disputes.open({ accountId: shop.memberId, engagementId, reason: 'It is not loud enough.' });
    await setMomentStatus(world.lib, { momentId, status: 'REMOVED' });
    await world.pass(days(10));
    expect((await world.standing(creator)).status).toBe('DISPUTED');
    expect(await outcomes()).toEqual([]);
  });
});

it('approves and pays with the one connection that a transaction has', async () => {
  const promised = await world.anOrder(shop, {
    ...{ keepPublishedDays: 3, commissionBps: 1_000, commissionCeiling: rub('100.00') },
  });
  const { engagementId, creatorId } = await world.taken(promised);
  await world.submitted(promised, { engagementId, creatorId });
  // What was just set nobody knows by heart.
  const step = async () => {
    for (const { name, fallback } of [workSettings, commissionSettings]) {
      await world.app.get(Settings).set(name, fallback, 'test');
    }
    await onOneConnection(world.lib.database, () => world.app.get(WorkClock).advance(engagementId));
    return (await world.standing({ engagementId })).status;
  };
  world.lib.clock.advance(hours(workSettings.fallback.reviewHours));
  expect(await step()).toBe('APPROVED');
  world.lib.clock.advance(days(3));
  expect(await step()).toBe('PAID');
});
