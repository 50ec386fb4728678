import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CommissionAgreements } from '@moments/attribution';
import { after, type AttributionId, type CampaignId, days, hours, type MomentId, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { MomentsService } from '@moments/moments';
import { execute } from '@moments/platform';
import { rub } from '@moments/testing/ledger';
import { OrderAnalyticsQueries } from '../analytics/order-analytics.queries.js';
import { OrdersService } from '../campaigns/orders.service.js';
import { type Shop, type Taken, WorkWorld } from '../testing/index.js';
import { CommissionService } from './commission.service.js';
import { WorkClock } from './work-clock.service.js';

let world: WorkWorld;
let shop: Shop;
let order: CampaignId;
let creator: Taken;
let momentId: MomentId;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterEach(async () => {
  expect(await world.drift()).toEqual([]);
});
afterAll(() => world.close());

/** Approved work for 1,000.00 and 10 % of what is bought, 150.00 at the most. */
async function approvedWork(): Promise<void> {
  shop = await world.aShop('5000.00');
  order = await world.anOrder(shop, { commissionBps: 1_000, commissionCeiling: rub('150.00') });
  creator = await world.taken(order);
  momentId = await world.submitted(order, creator);
  await world.approve(shop, creator);
  await world.journal();
}

interface Bought {
  id: AttributionId;
  purchasedAt: Date;
}

/** Somebody buys for 990.00 what the moment shows; `confirmed` of `bought` units are there for good. */
async function bought({ units = 1, confirmed = 1, inDays = 0 } = {}): Promise<Bought> {
  const purchasedAt = after(world.lib.clock.now(), days(inDays));
  const [id, lineId] = [newId<'attribution'>(), newId<'purchaseLine'>()];
  await world.lib.database.transaction(async (tx) => {
    await execute(
      tx,
      'insert into purchase_lines (id, order_id, line_id, created_at) values ($1::uuid, $1::text, 1, now())',
      [lineId],
    );
    await execute(
      tx,
      `insert into attributions (id, line_id, click_id, opener_id, moment_id, creator_id, clicked_at, product_id, seller_id,
         purchased_at, bought, kept, currency, unit_price_minor, state, owed, confirmed, trail, created_at, updated_at)
       values ($1, $2, $3, $3, $4, $5, now(), $6, $7, $8, $9, $9, 'RUB', 99000, 'CONFIRMED', $9, $10, '[]', now(), now())`,
      [id, lineId, newId(), momentId, creator.creatorId, shop.productId, shop.sellerId, purchasedAt, units, confirmed],
    );
  });
  return { id, purchasedAt };
}

async function returned({ id }: Bought): Promise<void> {
  await world.lib.database.transaction((tx) =>
    execute(tx, `update attributions set kept = 0, owed = 0, confirmed = 0, state = 'RETURNED' where id = $1`, [id]),
  );
}

const news = ({ id, purchasedAt }: Bought) =>
  world.app.get(CommissionService).settle({ attributionId: id, momentId, productId: shop.productId, purchasedAt });
const earned = () => world.minorIn(addresses.creatorAvailable(creator.creatorId));
const escrow = () => world.minorIn(addresses.campaignEscrow(order));

describe('commission of an order', () => {
  it('is paid out of escrow for what is bought for good, once, and up to the ceiling', async () => {
    await approvedWork();
    const first = await bought();
    await news(first);
    await news(first);
    expect(await earned()).toBe(9_900n);
    await Promise.all([news(await bought()), news(await bought())]);
    expect(await world.journal()).toMatchInlineSnapshot(`
      "campaign:order:escrow → creator:creator:pending 99.00 (earned)
      creator:creator:pending → creator:creator:available 99.00 (earnings_released)
      campaign:order:escrow → creator:creator:pending 51.00 (earned)
      creator:creator:pending → creator:creator:available 51.00 (earnings_released)"
    `);
    expect([await earned(), await escrow()]).toEqual([15_000n, 100_000n]);
  });

  it('is taken back when it comes back, and then there is something left for others', async () => {
    await approvedWork();
    const [first, second] = [await bought(), await bought()];
    await news(first);
    await news(second);
    await returned(first);
    await news(first);
    expect([await earned(), await escrow()]).toEqual([5_100n, 109_900n]);
    await news(second);
    expect([await earned(), await escrow()]).toEqual([9_900n, 105_100n]);
  });

  it('follows how a purchase stands, in whatever order its news come', async () => {
    await approvedWork();
    const purchase = await bought();
    await returned(purchase);
    await news(purchase);
    expect([await earned(), await escrow()]).toEqual([0n, 115_000n]);
  });

  it('covers what is bought from the approval on, for its days, and not after the moment is gone', async () => {
    await approvedWork();
    const covering = async (inDays: number): Promise<boolean> => {
      const purchasedAt = after(world.lib.clock.now(), days(inDays));
      const asked = [{ momentId, productId: shop.productId, purchasedAt }];
      return (await world.app.get(CommissionAgreements).covering(undefined, asked))[0] !== undefined;
    };
    expect([await covering(-1), await covering(0), await covering(29), await covering(30)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    await news(await bought({ inDays: 31 }));
    expect(await earned()).toBe(0n);
  });

  it('that nobody has earned goes back to the seller once no purchase can be confirmed any more', async () => {
    await approvedWork();
    await news(await bought());
    await world.pass(days(30));
    expect([await earned(), await escrow()]).toEqual([109_900n, 5_100n]);
    await world.pass(days(89));
    expect(await escrow()).toBe(5_100n);
    await world.pass(days(2));
    expect([await escrow(), await world.minorIn(shop.wallet)]).toEqual([0n, 390_100n]);
  });

  it('of a moment that is gone is still paid for what was bought before, though its order had no time left for others', async () => {
    await approvedWork();
    const purchase = await bought();
    await world.pass(hours(1));
    await world.app.get(MomentsService).remove({ accountId: creator.creatorId, momentId });
    await world.app.get(WorkClock).checkMoment(momentId);
    const less = { commissionCeiling: rub('149.99') };
    const by = { accountId: shop.memberId, region: 'RU' };
    await expect(
      world.app.get(OrdersService).change({ by, orderId: order, idempotencyKey: newId(), ...less }),
    ).rejects.toMatchObject({ reason: 'commission_promised' });
    await world.pass(days(10));
    await news(purchase);
    expect([await earned(), await escrow()]).toEqual([9_900n, 5_100n]);
    await world.pass(days(111));
    expect([await escrow(), await world.minorIn(shop.wallet)]).toEqual([0n, 490_100n]);
  });

  it('that is taken back after that is the seller’s at once', async () => {
    await approvedWork();
    const purchase = await bought();
    await news(purchase);
    await world.pass(days(30));
    await world.pass(days(91));
    await returned(purchase);
    await news(purchase);
    expect([await earned(), await escrow(), await world.minorIn(shop.wallet)]).toEqual([100_000n, 0n, 400_000n]);
  });
});

describe('what an order has brought', () => {
  it('is counted over its moments: what was bought, for how much, and what each purchase has cost', async () => {
    await approvedWork();
    await news(await bought());
    await news(await bought({ units: 2, confirmed: 0 }));
    await world.pass(days(30));
    expect((await world.app.get(OrderAnalyticsQueries).ofOrders([order])).get(order)).toMatchObject({
      ...{ views: 0, qualifiedViews: 0, cardOpens: 0, purchases: 2 },
      ...{ revenue: rub('2970.00'), cost: rub('1099.00'), costPerPurchase: rub('549.50') },
    });
  });
});
