import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CampaignId, days, hours, IdempotencyConflict, minutes, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { MomentsService } from '@moments/moments';
import { Cancelling, DisputeResolving, DisputesService, WorkService } from '@moments/campaigns';
import { type Shop, type Taken, WorkWorld } from '@moments/testing/campaigns';
import { anAccount } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';

/*
 * What becomes of an order, from the seller's wallet to the creator's, and back where it does not come that far. After each
 * story the whole ledger is proven anew from its postings.
 */

let world: WorkWorld;
let shop: Shop;
let order: CampaignId;
let creator: Taken;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterEach(async () => {
  expect(await world.drift()).toEqual([]);
});
afterAll(() => world.close());

/** A fresh shop with an order that somebody has taken; what that cost is told already. */
async function anOrderTaken(draft = {}): Promise<void> {
  shop = await world.aShop('5000.00');
  order = await world.anOrder(shop, draft);
  creator = await world.taken(order);
  await world.journal();
}

const escrow = () => world.minorIn(addresses.campaignEscrow(order));
const earned = () => world.minorIn(addresses.creatorAvailable(creator.creatorId));
const wallet = () => world.minorIn(shop.wallet);
const status = async () => (await world.standing(creator)).status;

describe('an order that goes as everybody hoped', () => {
  it('is paid into escrow when it is published, and to the creator once the moment has stayed published', async () => {
    shop = await world.aShop('5000.00');
    order = await world.anOrder(shop);
    creator = await world.taken(order);
    await world.submitted(order, creator);
    await world.approve(shop, creator);
    await world.pass(days(30) - minutes(1));
    expect(await status()).toBe('APPROVED');
    await world.pass(minutes(1));
    expect(await status()).toBe('PAID');
    expect(await world.journal()).toMatchInlineSnapshot(`
      "bank → seller:shop:wallet 5000.00 (deposit)
      seller:shop:wallet → campaign:order:escrow 1000.00 (campaign_funded)
      campaign:order:escrow → creator:creator:pending 1000.00 (earned)
      creator:creator:pending → creator:creator:available 1000.00 (earnings_released)"
    `);
    expect([await escrow(), await earned(), await wallet()]).toEqual([0n, 100_000n, 400_000n]);
  });

  it('also when changes are asked for twice, and not a third time', async () => {
    await anOrderTaken();
    for (let round = 1; round <= 2; round += 1) {
      await world.submitted(order, creator);
      await world.askForChanges(shop, creator);
      expect(await world.standing(creator)).toMatchObject({ status: 'REVISION_REQUESTED', revisionsLeft: 2 - round });
    }
    await world.submitted(order, creator);
    await expect(world.askForChanges(shop, creator)).rejects.toMatchObject({ reason: 'no_revisions_left' });
    await world.approve(shop, creator);
    await world.pass(days(30));
    expect(await earned()).toBe(100_000n);
  });

  it('and when the seller is silent: 72 hours after the submission that is a yes', async () => {
    await anOrderTaken();
    await world.submitted(order, creator);
    await world.pass(hours(72) - minutes(1));
    expect(await status()).toBe('SUBMITTED');
    await world.pass(minutes(1));
    expect(await status()).toBe('APPROVED');
    await world.pass(days(30));
    expect([await escrow(), await earned()]).toEqual([0n, 100_000n]);
  });
});

describe('a moment that does not stay', () => {
  it('is not paid for: what was in escrow is the seller’s again', async () => {
    await anOrderTaken();
    const momentId = await world.submitted(order, creator);
    await world.approve(shop, creator);
    await world.pass(days(12));
    await world.app.get(MomentsService).remove({ accountId: creator.creatorId, momentId });
    await world.pass(days(1));
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'taken_down' });
    expect(await world.journal()).toMatchInlineSnapshot(
      `"campaign:order:escrow → seller:shop:wallet 1000.00 (campaign_returned)"`,
    );
    expect([await escrow(), await earned(), await wallet()]).toEqual([0n, 0n, 500_000n]);
  });

  it('nor one whose card was taken off it', async () => {
    await anOrderTaken();
    const momentId = await world.submitted(order, creator);
    await world.approve(shop, creator);
    await world.pass(days(12));
    await world.app.get(MomentsService).update({ accountId: creator.creatorId, momentId, productTags: [] });
    await world.pass(days(1));
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'card_removed' });
    expect([await earned(), await wallet()]).toEqual([0n, 500_000n]);
  });

  it('and what silence would approve is not there any more: it ends without a reward', async () => {
    await anOrderTaken();
    const momentId = await world.submitted(order, creator);
    await world.app.get(MomentsService).remove({ accountId: creator.creatorId, momentId });
    await expect(world.approve(shop, creator)).rejects.toMatchObject({ reason: 'submission_gone' });
    await world.pass(days(11));
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'taken_down' });
    expect(await wallet()).toBe(500_000n);
  });
});

describe('whoever does not deliver', () => {
  it('loses the place at the deadline, to the minute, and the money goes back', async () => {
    await anOrderTaken();
    await world.pass(days(10) - minutes(1));
    expect(await status()).toBe('ACCEPTED');
    await world.pass(minutes(1));
    expect(await status()).toBe('EXPIRED');
    await world.sweep();
    expect(await world.journal()).toMatchInlineSnapshot(
      `"campaign:order:escrow → seller:shop:wallet 1000.00 (campaign_returned)"`,
    );
    expect([await escrow(), await wallet()]).toEqual([0n, 500_000n]);
    await expect(world.submitted(order, creator)).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });

  it('has 72 hours for changes, also when they were asked for at the deadline', async () => {
    await anOrderTaken();
    await world.pass(days(10) - minutes(1));
    await world.submitted(order, creator);
    await world.pass(hours(1));
    await world.askForChanges(shop, creator);
    await world.pass(hours(72) - minutes(1));
    expect(await status()).toBe('REVISION_REQUESTED');
    await world.pass(minutes(1));
    expect(await status()).toBe('EXPIRED');
    expect([await escrow(), await wallet()]).toEqual([0n, 500_000n]);
  });
});

describe('stepping back', () => {
  const cancel = (accountId: Taken['creatorId'], key: string = randomUUID()) =>
    world.app.get(Cancelling).cancel({ accountId, engagementId: creator.engagementId, idempotencyKey: key });

  /** Brings the work to where it is to be cancelled. */
  const states = {
    ACCEPTED: () => Promise.resolve(),
    SUBMITTED: async () => {
      await world.submitted(order, creator);
    },
    REVISION_REQUESTED: async () => {
      await states.SUBMITTED();
      await world.askForChanges(shop, creator);
    },
    APPROVED: async () => {
      await states.SUBMITTED();
      await world.approve(shop, creator);
    },
    PAID: async () => {
      await states.APPROVED();
      await world.pass(days(30));
    },
  };

  it.each([
    ['seller', 'ACCEPTED', true],
    ['seller', 'SUBMITTED', false],
    ['seller', 'REVISION_REQUESTED', false],
    ['seller', 'APPROVED', false],
    ['seller', 'PAID', false],
    ['creator', 'ACCEPTED', true],
    ['creator', 'SUBMITTED', true],
    ['creator', 'REVISION_REQUESTED', true],
    ['creator', 'APPROVED', false],
    ['creator', 'PAID', false],
  ] as const)('of the %s while it is %s: %s', async (side, state, may) => {
    await anOrderTaken();
    await states[state]();
    const accountId = side === 'seller' ? shop.memberId : creator.creatorId;
    if (!may) {
      await expect(cancel(accountId)).rejects.toMatchObject({ reason: 'engagement_not_in_state' });
      expect(await status()).toBe(state);
      return;
    }
    await cancel(accountId, 'same');
    await cancel(accountId, 'same');
    expect(await status()).toBe('CANCELLED');
    // The place is free for somebody else until the deadline; then its money goes back.
    expect(await escrow()).toBe(100_000n);
    await world.pass(days(10));
    expect([await escrow(), await wallet()]).toEqual([0n, 500_000n]);
  });
});

describe('a dispute', () => {
  const disputes = () => world.app.get(DisputesService);
  const neutral = newId<'account'>();
  const split = (toCreator: string, key: string = randomUUID(), operatorId = neutral) =>
    world.app.get(DisputeResolving).resolve({
      ...{ operatorId, engagementId: creator.engagementId, idempotencyKey: key },
      ...{ toCreator: rub(toCreator), resolution: 'Both are a little right.' },
    });

  it('freezes the place, and is split to the kopeck', async () => {
    await anOrderTaken();
    await world.submitted(order, creator);
    await disputes().open({ accountId: shop.memberId, engagementId: creator.engagementId, reason: 'Not our scarf.' });
    await world.pass(days(40));
    expect(await status()).toBe('DISPUTED');
    await expect(split('1000.01')).rejects.toMatchObject({ reason: 'split_exceeds_reward' });
    await split('333.33', 'once');
    await split('333.33', 'once');
    await expect(split('333.34', 'once')).rejects.toThrow(IdempotencyConflict);
    expect(await status()).toBe('PAID');
    expect(await world.journal()).toMatchInlineSnapshot(`
      "campaign:order:escrow → creator:creator:pending 333.33 (earned)
      creator:creator:pending → creator:creator:available 333.33 (earnings_released)
      campaign:order:escrow → seller:shop:wallet 666.67 (campaign_returned)"
    `);
    expect([await escrow(), await earned(), await wallet()]).toEqual([0n, 33_333n, 466_667n]);
  });

  it('may end with everything for the creator, but is decided by neither of the two', async () => {
    await anOrderTaken();
    await world.submitted(order, creator);
    const { creatorId: accountId, engagementId } = creator;
    await disputes().open({ accountId, engagementId, reason: 'They do not answer.' });
    for (const party of [accountId, shop.memberId]) {
      await expect(split('1000.00', randomUUID(), party)).rejects.toMatchObject({ reason: 'own_dispute' });
    }
    await split('1000.00');
    expect(await world.standing(creator)).toMatchObject({ status: 'PAID', endReason: 'dispute_resolved' });
    expect([await escrow(), await earned(), await wallet()]).toEqual([0n, 100_000n, 400_000n]);
  });

  it('may end with nothing for the creator', async () => {
    await anOrderTaken();
    await world.submitted(order, creator);
    await world.askForChanges(shop, creator);
    const { creatorId: accountId, engagementId } = creator;
    await disputes().open({ accountId, engagementId, reason: 'They want another film.' });
    await disputes().open({ accountId, engagementId, reason: 'Again.' });
    await split('0.00');
    expect(await world.standing(creator)).toMatchObject({ status: 'CANCELLED', endReason: 'dispute_resolved' });
    await world.pass(days(11));
    expect([await escrow(), await earned(), await wallet()]).toEqual([0n, 0n, 500_000n]);
  });

  it('is not there for anybody else, nor before anything was handed in', async () => {
    await anOrderTaken();
    const { engagementId } = creator;
    const stranger = await anAccount(world.lib);
    const open = (accountId: Taken['creatorId']) => disputes().open({ accountId, engagementId, reason: 'Why not.' });
    await expect(open(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(open(creator.creatorId)).rejects.toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('what cannot be handed in', () => {
  const submit = (momentId: Awaited<ReturnType<typeof world.submitted>>, key: string = randomUUID()) =>
    world.app.get(WorkService).submit({
      ...{ accountId: creator.creatorId, engagementId: creator.engagementId, momentId, idempotencyKey: key },
    });

  it('is a moment of somebody else, of another order, without the card, not ready, or none at all', async () => {
    await anOrderTaken({ places: 2 });
    const other = await world.taken(order, 'other');
    await expect(submit(await world.aMoment(order, other.creatorId))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(submit(newId<'moment'>())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const another = await world.anOrder(shop);
    await expect(submit(await world.aMoment(another, creator.creatorId))).rejects.toMatchObject({
      reason: 'moment_not_for_order',
    });
    const bare = await world.aMoment(order, creator.creatorId);
    await world.app.get(MomentsService).update({ accountId: creator.creatorId, momentId: bare, productTags: [] });
    await expect(submit(bare)).rejects.toMatchObject({ reason: 'moment_lacks_cards' });
    expect([await status(), await escrow()]).toEqual(['ACCEPTED', 200_000n]);
  });

  it('twice under one key is once; another moment under it is refused', async () => {
    await anOrderTaken();
    const [one, two] = [await world.aMoment(order, creator.creatorId), await world.aMoment(order, creator.creatorId)];
    await submit(one, 'key');
    await submit(one, 'key');
    await expect(submit(two, 'key')).rejects.toThrow(IdempotencyConflict);
    await expect(submit(two)).rejects.toMatchObject({ reason: 'engagement_not_in_state' });
  });
});
