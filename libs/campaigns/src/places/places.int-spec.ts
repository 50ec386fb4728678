import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, type CampaignId, days, type EngagementId } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { execute, rows, Settings } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { rub, transfer } from '@moments/testing/ledger';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { randomUUID } from 'node:crypto';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { EndingService } from '../campaigns/ending.service.js';
import { OrdersQueries } from '../campaigns/orders.queries.js';
import type { OrderDraft } from '../campaigns/order-input.js';
import { OrdersService } from '../campaigns/orders.service.js';
import { orderLimits } from '../campaigns.settings.js';
import { by } from '../testing/order-words.js';
import { PlaceWords } from '../testing/place-words.js';
import { type Shop, WorkWorld } from '../testing/work-world.js';
import { CreatorFactsQueries } from './creator-facts.queries.js';

let world: WorkWorld;
let shop: Shop;
let words: PlaceWords;

beforeAll(async () => {
  world = await WorkWorld.open();
  shop = await world.aShop('1000000.00');
  words = new PlaceWords(world, shop);
});
afterAll(() => world.close());

const listed = async (creator: AccountId, ids: readonly CampaignId[]) => {
  const known = (await world.app.get(CreatorFactsQueries).of([creator])).get(creator)!;
  const page = await world.app.get(OrdersQueries).eligibleFor(creator, known, { limit: 50 });
  return page.items.map(({ item }) => item.id).filter((id) => ids.includes(id));
};

describe('first come', () => {
  it('gives the last place to one of 50 who want it at once', async () => {
    const orderId = await words.anOrder({ places: 2 });
    await words.take(await words.somebody(), orderId);
    const creators = await Promise.all(Array.from({ length: 50 }, words.somebody));
    const results = await Promise.allSettled(creators.map((creator) => words.take(creator, orderId)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused).toHaveLength(49);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'LIMIT_EXCEEDED', reason: 'places_taken' });
    expect(await words.taken(orderId)).toBe(2);
  });

  it('gives one place to a creator who takes it on ten devices, and the same answer to the same key', async () => {
    const [orderId, creator] = [await words.anOrder({ places: 5 }), await words.somebody()];
    const key = randomUUID();
    const same = await Promise.all(
      Array.from({ length: 5 }, () => words.take(creator, orderId, { idempotencyKey: key })),
    );
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    const others = await Promise.allSettled(Array.from({ length: 5 }, () => words.take(creator, orderId)));
    expect(others.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await words.taken(orderId)).toBe(1);
    await expect(words.take(creator, orderId, { idempotencyKey: key, message: 'Hello' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('answers a repeated key although the order is full, cancelled and over', async () => {
    const [orderId, creator, key] = [await words.anOrder(), await words.somebody(), randomUUID()];
    const first = await words.take(creator, orderId, { idempotencyKey: key });
    const cancel = { by: by(shop.memberId), campaignId: orderId, idempotencyKey: randomUUID() };
    await world.app.get(CampaignsService).cancel(cancel);
    expect((await words.take(creator, orderId, { idempotencyKey: key })).id).toBe(first.id);
  });

  it('is over with the deadline, to the millisecond', async () => {
    const orderId = await words.anOrder({ places: 2 });
    world.lib.clock.advance(days(10) - 1);
    await words.take(await words.somebody(), orderId);
    world.lib.clock.advance(1);
    await expect(words.take(await words.somebody(), orderId)).rejects.toMatchObject({ code: 'EXPIRED' });
  });

  it('is not for the seller’s own people, nor for whom a block keeps away', async () => {
    const [orderId, blocked] = [await words.anOrder(), await words.somebody()];
    await aBlock(world.lib, { blockerId: shop.memberId, blockedId: blocked });
    await expect(words.take(shop.memberId, orderId)).rejects.toMatchObject({ reason: 'own_order' });
    await expect(words.take(blocked, orderId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('applications', () => {
  it('wait for the seller, who picks; no more are let in than there are places', async () => {
    const orderId = await words.anOrder({ admission: 'APPLICATION', places: 2 });
    const applied = await Promise.all(
      Array.from({ length: 5 }, async () =>
        words.take(await words.somebody(), orderId, { message: 'I have a tripod.' }),
      ),
    );
    expect(applied[0]).toMatchObject({ status: 'APPLIED', message: 'I have a tripod.' });
    expect(await words.taken(orderId)).toBe(0);
    const results = await Promise.allSettled(applied.map(({ id }) => words.admit(id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await words.taken(orderId)).toBe(2);
  });

  it('are declined or taken back, and each of it twice is once', async () => {
    const orderId = await words.anOrder({ admission: 'APPLICATION' });
    const [one, other, key] = [await words.somebody(), await words.somebody(), randomUUID()];
    const [ones, others] = [await words.take(one, orderId), await words.take(other, orderId)];
    for (let count = 0; count < 2; count += 1) expect((await words.admit(ones.id, false)).status).toBe('DECLINED');
    for (let count = 0; count < 2; count += 1)
      expect((await words.decline(other, others.id, key)).status).toBe('CANCELLED');
    await expect(words.admit(ones.id)).rejects.toMatchObject({ reason: 'engagement_not_in_state' });
  });

  it('are nobody’s business but the two sides’', async () => {
    const orderId = await words.anOrder({ admission: 'APPLICATION' });
    const { id } = await words.take(await words.somebody(), orderId);
    const stranger = await world.aShop('0.01');
    await expect(words.admit(id, true, stranger.memberId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(words.decline(stranger.memberId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keep the terms under which they were made: what those cost more comes from the wallet', async () => {
    const poor = await world.aShop('100.00');
    const orderId = await world.anOrder(poor, { reward: rub('100.00'), admission: 'APPLICATION' });
    const { id } = await words.take(await words.somebody(), orderId);
    const cheaper = { by: by(poor.memberId), orderId, reward: rub('60.00'), idempotencyKey: randomUUID() };
    await world.app.get(OrdersService).change(cheaper);
    expect(await world.minorIn(poor.wallet)).toBe(4_000n);
    expect((await words.admit(id, true, poor.memberId)).reward.minor).toBe(10_000n);
    expect(await world.minorIn(addresses.campaignEscrow(orderId))).toBe(10_000n);
  });

  it('cannot be admitted when the wallet has not what they cost more', async () => {
    const poor = await world.aShop('100.00');
    const orderId = await world.anOrder(poor, { reward: rub('100.00'), admission: 'APPLICATION' });
    const { id } = await words.take(await words.somebody(), orderId);
    const cheaper = { by: by(poor.memberId), orderId, reward: rub('60.00'), idempotencyKey: randomUUID() };
    await world.app.get(OrdersService).change(cheaper);
    await world.app.get(LedgerService).postAlone(transfer(poor.wallet, addresses.bank, rub('0.01')));
    await expect(words.admit(id, true, poor.memberId)).rejects.toMatchObject({ params: { missing: '0.01' } });
    expect(await world.standing({ engagementId: id })).toMatchObject({ status: 'APPLIED' });
  });
});

describe('invitations', () => {
  const invited = async (more: OrderDraft = {}) => {
    const creator = await words.somebody();
    const orderId = await words.anOrder({ admission: 'INVITED', invitedIds: [creator], ...more });
    const [engagement] = await world.lib.database.transaction((tx) =>
      rows<{ id: EngagementId }>(tx, 'select id from engagements where campaign_id = $1', [orderId]),
    );
    return { creator, orderId, engagementId: engagement!.id };
  };

  it('come with publication, are accepted, and hide the order from everybody else', async () => {
    const { creator, orderId } = await invited();
    await expect(words.take(await words.somebody(), orderId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await words.taken(orderId)).toBe(0);
    expect(await words.take(creator, orderId)).toMatchObject({ status: 'ACCEPTED' });
    expect(await words.taken(orderId)).toBe(1);
  });

  it('hold no place: whoever accepts last may be too late', async () => {
    const [one, other] = [await words.somebody(), await words.somebody()];
    const orderId = await words.anOrder({ admission: 'INVITED', invitedIds: [one, other] });
    const both = await Promise.allSettled([words.take(one, orderId), words.take(other, orderId)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('are declined by the creator, taken back by the seller, and end with the order', async () => {
    const [one, two, three] = [await invited(), await invited(), await invited()];
    expect((await words.decline(one.creator, one.engagementId)).status).toBe('DECLINED');
    expect((await words.admit(two.engagementId, false)).status).toBe('CANCELLED');
    await world.pass(days(10));
    await world.app.get(EndingService).endCandidates(three.orderId);
    expect(await world.standing(three)).toMatchObject({ status: 'EXPIRED', endReason: 'deadline_passed' });
  });

  it('end, like applications, when the last place is paid before the deadline', async () => {
    const orderId = await words.anOrder({ admission: 'APPLICATION', places: 1, keepPublishedDays: 1 });
    const [first, second] = [await words.somebody(), await words.somebody()];
    const [{ id: engagementId }, other] = [await words.take(first, orderId), await words.take(second, orderId)];
    await words.admit(engagementId, true);
    const winner = { creatorId: first, engagementId };
    await world.submitted(orderId, winner);
    await world.approve(shop, winner);
    await world.pass(days(1));
    expect((await world.standing(winner)).status).toBe('PAID');
    const waiting = await world.lib.database.read(
      {
        name: 'test.ending',
        text: `select from graphile_worker.jobs join graphile_worker._private_jobs using (id)
                where task_identifier = 'end-campaign-candidates' and payload->>'campaignId' = $1`,
      },
      [orderId],
    );
    expect(waiting).toHaveLength(1);
    await world.app.get(EndingService).endCandidates(orderId);
    expect(await world.standing({ engagementId: other.id })).toMatchObject({
      ...{ status: 'EXPIRED', endReason: 'places_filled' },
    });
  });

  it('of applications so many wait at the most; whoever is answered makes room', async () => {
    const settings = world.app.get(Settings);
    await settings.set('campaigns.orders', { ...orderLimits.fallback, maxApplicants: 2 }, 'operator');
    try {
      const orderId = await words.anOrder({ admission: 'APPLICATION' });
      const [first] = [
        await words.take(await words.somebody(), orderId),
        await words.take(await words.somebody(), orderId),
      ];
      const third = await words.somebody();
      await expect(words.take(third, orderId)).rejects.toMatchObject({ reason: 'too_many_applicants' });
      await words.admit(first.id, false);
      expect((await words.take(third, orderId)).status).toBe('APPLIED');
    } finally {
      await settings.set('campaigns.orders', orderLimits.fallback, 'operator');
    }
  });

  it('can be sent later, once to each, also where everybody may come', async () => {
    const [orderId, creator] = [await words.anOrder({ minFollowers: 10 }), await words.somebody()];
    const invite = { by: by(shop.memberId), campaignId: orderId, accountIds: [creator] };
    for (let count = 0; count < 2; count += 1) {
      await world.app.get(CampaignsService).invite({ ...invite, idempotencyKey: randomUUID() });
    }
    expect(await words.take(creator, orderId)).toMatchObject({ status: 'ACCEPTED' });
  });
});

describe('what an order asks for', () => {
  it('keeps out who does not meet it, and lists for each only what they could take', async () => {
    const productId = await aProduct(world.lib, { category: ['Home', 'Lamps'] });
    const [small, big] = [await words.somebody(), await anAccount(world.lib, { roles: ['CREATOR'] })];
    await world.lib.database.transaction((tx) =>
      execute(
        tx,
        `insert into profile_counters (account_id, followers) values ($1, 1000)
         on conflict (account_id) do update set followers = 1000`,
        [big],
      ),
    );
    const momentId = await aPublishedMoment(world.lib, { authorId: big });
    await aProductCard(world.lib, { momentId, productId });
    const open = await words.anOrder();
    const followers = await words.anOrder({ minFollowers: 1_000 });
    const home = await words.anOrder({ regions: ['RU'] });
    const abroad = await words.anOrder({ regions: ['TR'] });
    const lamps = await words.anOrder({ category: 'Lamps' });
    const standing = await words.anOrder({ maxOpenStrikes: 0 });
    const monetized = await words.anOrder({ monetized: true });
    const all = [open, followers, home, abroad, lamps, standing, monetized];
    expect(new Set(await listed(small, all))).toEqual(new Set([open, home, standing]));
    expect(new Set(await listed(big, all))).toEqual(new Set([open, followers, home, lamps, standing, monetized]));
    for (const id of [followers, abroad, lamps, monetized]) {
      await expect(words.take(small, id)).rejects.toMatchObject({ code: 'NOT_ELIGIBLE', reason: 'not_eligible' });
    }
    await expect(words.take(big, abroad)).rejects.toMatchObject({ params: { items: 'region' } });
    await words.take(big, followers);
    expect(await listed(big, [followers])).toEqual([]);
    expect(await listed(shop.memberId, all)).toEqual([]);
  });
});

describe('a creator who leaves for good', () => {
  it('gives back what they had not begun to deliver', async () => {
    const orderId = await words.anOrder();
    const { creatorId, engagementId } = await world.taken(orderId);
    await world.app.get(EndingService).forgetAccount(creatorId);
    expect(await world.standing({ engagementId })).toMatchObject({ status: 'CANCELLED', endReason: 'account_deleted' });
    expect(await words.taken(orderId)).toBe(0);
    await world.taken(orderId);
  });
});

it('whatever was taken and left, the ledger is proven', async () => {
  expect(await world.drift()).toEqual([]);
  const [sums] = await world.lib.database.transaction((tx) =>
    rows<{ wrong: number }>(
      tx,
      `select count(*)::int as wrong from campaigns where places_taken <> (
         select count(*) from engagements where campaign_id = campaigns.id
            and status in ('ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED', 'APPROVED', 'DISPUTED', 'PAID'))`,
    ),
  );
  expect(sums?.wrong).toBe(0);
});
