import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CampaignsService, PlacesService, RatingsService } from '@moments/campaigns';
import { type AccountId, type CampaignId, days } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { type Shop, type Taken, WorkWorld } from '@moments/testing/campaigns';
import { anAccount } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';

/* Who comes to have a place in an order, and what both say once it is done. The work itself is in creator-orders. */

let world: WorkWorld;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterEach(async () => {
  expect(await world.drift()).toEqual([]);
});
afterAll(() => world.close());

const escrowOf = (orderId: CampaignId) => world.minorIn(addresses.campaignEscrow(orderId));
const asCreator = (accountId: AccountId) => ({ accountId, region: 'RU' });

describe('an order', () => {
  it('is not published by a wallet that is one kopeck short, and nothing moves', async () => {
    const shop = await world.aShop('2149.99');
    const draft = { places: 2, commissionBps: 500, commissionCeiling: rub('150.00') };
    await world.journal();
    await expect(world.anOrder(shop, draft)).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    expect(await world.journal()).toBe('');
    expect(await world.minorIn(shop.wallet)).toBe(214_999n);
  });

  it('has one last place, however many want it at once', async () => {
    const shop = await world.aShop('5000.00');
    const orderId = await world.anOrder(shop);
    const wanting = await Promise.all(Array.from({ length: 50 }, () => anAccount(world.lib)));
    const places = world.app.get(PlacesService);
    const takes = await Promise.allSettled(
      wanting.map((id) => places.take({ by: asCreator(id), orderId, idempotencyKey: randomUUID() })),
    );
    expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = takes.flatMap((take) => (take.status === 'rejected' ? [take.reason as { reason: string }] : []));
    expect(new Set(refusals.map(({ reason }) => reason))).toEqual(new Set(['places_taken']));
    expect(await escrowOf(orderId)).toBe(100_000n);
    // Nothing is handed in, so it goes back.
    await world.pass(days(11));
    expect(await escrowOf(orderId)).toBe(0n);
  });

  it('with applications goes to whom the seller picks, and to nobody beyond its places', async () => {
    const shop = await world.aShop('5000.00');
    const orderId = await world.anOrder(shop, { admission: 'APPLICATION' });
    const [picked, refused, waiting] = [
      await world.taken(orderId, 'picked'),
      await world.taken(orderId, 'refused'),
      await world.taken(orderId, 'waiting'),
    ];
    const admit = ({ engagementId }: Taken, accept: boolean) =>
      world.app.get(PlacesService).admit({ by: asCreator(shop.memberId), engagementId, accept });
    await world.journal();
    await admit(picked, true);
    await admit(refused, false);
    await expect(admit(waiting, true)).rejects.toMatchObject({ reason: 'places_taken' });
    await world.submitted(orderId, picked);
    await world.approve(shop, picked);
    await world.pass(days(30));
    expect(await world.journal()).toMatchInlineSnapshot(`
      "campaign:order:escrow → creator:picked:pending 1000.00 (earned)
      creator:picked:pending → creator:picked:available 1000.00 (earnings_released)"
    `);
    expect((await world.standing(picked)).status).toBe('PAID');
    expect((await world.standing(refused)).status).toBe('DECLINED');
  });

  it('cancelled by its seller gives back what nobody is at work for, and pays those who are', async () => {
    const shop = await world.aShop('5000.00');
    const orderId = await world.anOrder(shop, { places: 3 });
    const creator = await world.taken(orderId);
    await world.journal();
    const by = asCreator(shop.memberId);
    await world.app.get(CampaignsService).cancel({ by, campaignId: orderId, idempotencyKey: randomUUID() });
    expect(await escrowOf(orderId)).toBe(100_000n);
    await world.submitted(orderId, creator);
    await world.approve(shop, creator);
    await world.pass(days(30));
    expect(await world.journal()).toMatchInlineSnapshot(`
      "campaign:order:escrow → seller:shop:wallet 2000.00 (campaign_returned)
      campaign:order:escrow → creator:creator:pending 1000.00 (earned)
      creator:creator:pending → creator:creator:available 1000.00 (earnings_released)"
    `);
    expect(await world.minorIn(shop.wallet)).toBe(400_000n);
  });
});

describe('what both sides say once it is paid', () => {
  let shop: Shop;
  let creator: Taken;

  async function paidWork(): Promise<void> {
    shop = await world.aShop('5000.00');
    const orderId = await world.anOrder(shop);
    creator = await world.taken(orderId);
    await world.submitted(orderId, creator);
    await world.approve(shop, creator);
    await world.pass(days(30));
  }
  const rate = (accountId: AccountId, stars: number) =>
    world.app.get(RatingsService).rate({ accountId, engagementId: creator.engagementId, stars });
  const shown = async () => {
    const { engagementId } = creator;
    const ratings = (await world.app.get(RatingsService).shownOf([engagementId])).get(engagementId) ?? [];
    return ratings.map(({ side, stars }) => `${side} ${stars}`);
  };

  it('is shown when both have said it, each once', async () => {
    await paidWork();
    await rate(shop.memberId, 5);
    expect(await shown()).toEqual([]);
    await expect(rate(shop.memberId, 1)).rejects.toMatchObject({ reason: 'already_rated' });
    await expect(rate(await anAccount(world.lib), 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await rate(creator.creatorId, 4);
    expect(await shown()).toEqual(['CREATOR 4', 'SELLER 5']);
  });

  it('or alone after 14 days, when the other can say nothing any more', async () => {
    await paidWork();
    await rate(shop.memberId, 5);
    world.lib.clock.advance(days(14) - 1);
    expect(await shown()).toEqual([]);
    world.lib.clock.advance(1);
    expect(await shown()).toEqual(['SELLER 5']);
    await expect(rate(creator.creatorId, 4)).rejects.toMatchObject({ reason: 'rating_over' });
  });
});
