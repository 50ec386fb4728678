import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, after, type CampaignId, currency, days, hours, newId, parseMoney } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { execute } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount, closeFeature } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { aBlock } from '@moments/testing/social';
import { randomUUID } from 'node:crypto';
import { PlacesService } from '../places/places.service.js';
import { type Shop, type Taken, WorkWorld } from '../testing/work-world.js';
import { Cancelling } from '../work/cancelling.service.js';
import { CampaignsService } from './campaigns.service.js';
import { OrdersQueries } from './orders.queries.js';
import { type OrderDraft, OrdersService } from './orders.service.js';

let world: WorkWorld;

beforeAll(async () => {
  world = await WorkWorld.open();
});
afterAll(() => world.close());

const orders = () => world.app.get(OrdersService);
const campaigns = () => world.app.get(CampaignsService);
const by = (accountId: AccountId) => ({ accountId, region: 'RU' });
const escrow = (id: CampaignId) => world.minorIn(addresses.campaignEscrow(id));
const inDays = (count: number) => after(world.lib.clock.now(), days(count));

const draft = (shop: Shop, more: OrderDraft = {}) => ({
  ...{ by: by(shop.memberId), idempotencyKey: randomUUID() as string, title: 'A film', brief: 'Show it.' },
  ...{ productIds: [shop.productId], reward: rub('100.00'), places: 3, admission: 'FIRST_COME' },
  ...{ deadline: inDays(10), ...more },
});
const create = (shop: Shop, more: OrderDraft = {}) => orders().create(draft(shop, more));
const publish = (shop: Shop, campaignId: CampaignId, idempotencyKey: string = randomUUID()) =>
  campaigns().publish({ by: by(shop.memberId), campaignId, idempotencyKey });
const cancel = (shop: Shop, campaignId: CampaignId, idempotencyKey: string = randomUUID()) =>
  campaigns().cancel({ by: by(shop.memberId), campaignId, idempotencyKey });
const change = (shop: Shop, orderId: CampaignId, changes: OrderDraft) =>
  orders().change({ by: by(shop.memberId), orderId, idempotencyKey: randomUUID(), ...changes });
const withdraw = ({ creatorId: accountId, engagementId }: Taken) =>
  world.app.get(Cancelling).cancel({ accountId, engagementId, idempotencyKey: randomUUID() });
const read = async (viewer: AccountId | undefined, id: CampaignId) =>
  (await world.app.get(OrdersQueries).byIds(viewer, [id])).get(id);

describe('publishing an order', () => {
  it('puts the reward of every place and the whole commission into escrow', async () => {
    const shop = await world.aShop('1000.00');
    const order = await create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    expect(await escrow(order.id)).toBe(0n);
    expect((await publish(shop, order.id)).status).toBe('OPEN');
    expect(await escrow(order.id)).toBe(35_000n);
    expect(await world.minorIn(shop.wallet)).toBe(65_000n);
  });

  it('with a wallet that is one kopeck short says exactly that, and moves nothing', async () => {
    const shop = await world.aShop('299.99');
    const order = await create(shop);
    await expect(publish(shop, order.id)).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      params: { missing: '0.01', currency: 'RUB' },
    });
    expect(await world.minorIn(shop.wallet)).toBe(29_999n);
    expect(await read(shop.memberId, order.id)).toMatchObject({ status: 'DRAFT', publishedAt: null });
    expect(await read(undefined, order.id)).toBeUndefined();
  });

  it('ten times at once under one key is once; again under another it is refused', async () => {
    const shop = await world.aShop('300.00');
    const order = await create(shop);
    const key = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, () => publish(shop, order.id, key)));
    expect(all.every(({ status }) => status === 'OPEN')).toBe(true);
    expect(await escrow(order.id)).toBe(30_000n);
    await expect(publish(shop, order.id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
    await expect(cancel(shop, order.id, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is not possible any more once the deadline has come too near', async () => {
    const shop = await world.aShop('300.00');
    const order = await create(shop, { deadline: after(world.lib.clock.now(), hours(2)) });
    world.lib.clock.advance(hours(2));
    await expect(publish(shop, order.id)).rejects.toMatchObject({ code: 'INVALID_INPUT', reason: 'invalid_input' });
  });
});

describe('a seller', () => {
  it('has 100 drafts at the most, also when several are written at once', async () => {
    const shop = await world.aShop('1000.00');
    const first = await create(shop);
    const all = await Promise.allSettled(Array.from({ length: 101 }, () => create(shop)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([1, 2].map(() => ({ reason: { reason: 'too_many_drafts' } })));
    await cancel(shop, first.id);
    await create(shop);
  });
});

describe('the terms of an open order', () => {
  it('have versions: who is in keeps theirs, who comes later has the newest, and escrow is enough for all', async () => {
    const shop = await world.aShop('1000.00');
    const { id } = await create(shop);
    await publish(shop, id);
    const early = await world.taken(id);
    await change(shop, id, { reward: rub('150.00'), brief: 'Show it twice.' });
    const late = await world.taken(id);
    // Also for the place of whoever came early: when it becomes free it costs as much as any other.
    expect(await escrow(id)).toBe(3n * 15_000n);
    const rewards = await world.lib.database.read<{ version: number; reward: string }>(
      {
        name: 'test.rewards',
        text: 'select terms_version as version, reward_minor as reward from engagements where id = any($1) order by 1',
      },
      [[early.engagementId, late.engagementId]],
    );
    expect(rewards).toEqual([
      { version: 1, reward: '10000' },
      { version: 2, reward: '15000' },
    ]);
    await change(shop, id, { places: 2 });
    expect(await escrow(id)).toBe(2n * 15_000n);
    await expect(change(shop, id, { places: 1 })).rejects.toMatchObject({ reason: 'fewer_places_than_taken' });
  });

  it('that are dearer put aside at once what a place costs when it becomes free: nobody waits for the wallet to leave', async () => {
    const shop = await world.aShop('150.00');
    const { id } = await create(shop, { places: 1 });
    await publish(shop, id);
    const early = await world.taken(id);
    await expect(change(shop, id, { reward: rub('150.01') })).rejects.toMatchObject({ params: { missing: '0.01' } });
    await change(shop, id, { reward: rub('150.00') });
    expect([await escrow(id), await world.minorIn(shop.wallet)]).toEqual([15_000n, 0n]);
    await withdraw(early);
    expect(await escrow(id)).toBe(15_000n);
    await change(shop, id, { reward: rub('70.00') });
    const late = await world.taken(id);
    await change(shop, id, { reward: rub('150.00') });
    await cancel(shop, id);
    // Nobody comes in any more: only the reward that was promised is kept.
    expect([await escrow(id), (await world.standing(late)).status]).toEqual([7_000n, 'ACCEPTED']);
  });

  it('promise no less commission than those who are in were promised', async () => {
    const shop = await world.aShop('1000.00');
    const { id } = await create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await publish(shop, id);
    await change(shop, id, { commissionCeiling: rub('40.00') });
    expect(await escrow(id)).toBe(34_000n);
    await world.taken(id);
    for (const less of [{ commissionCeiling: rub('39.99') }, { commissionBps: 0, commissionCeiling: null }]) {
      await expect(change(shop, id, less)).rejects.toMatchObject({
        reason: 'commission_promised',
        params: { promised: '40.00' },
      });
    }
    await change(shop, id, { commissionBps: 100, commissionCeiling: rub('60.00') });
    expect(await escrow(id)).toBe(36_000n);
  });

  it('are not dearer than the wallet can pay', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await create(shop);
    await publish(shop, id);
    await expect(change(shop, id, { places: 4 })).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      params: { missing: '100.00' },
    });
    expect((await read(undefined, id))?.terms).toMatchObject({ version: 1, places: 3 });
  });

  it('must be those that the creator has seen, if they say which', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await create(shop);
    await publish(shop, id);
    await change(shop, id, { brief: 'Something else.' });
    const creator = await anAccount(world.lib);
    const take = (termsVersion: number) =>
      world.app.get(PlacesService).take({ by: by(creator), orderId: id, termsVersion, idempotencyKey: randomUUID() });
    await expect(take(1)).rejects.toMatchObject({ code: 'CONFLICT', params: { version: 2 } });
    expect((await take(2)).termsVersion).toBe(2);
  });

  it('of a draft change in place, and what may be left out can be taken back', async () => {
    const shop = await world.aShop('0.01');
    const { id } = await create(shop, { minFollowers: 10, category: 'Lamps', erid: '2VtzqvVdgpR' });
    const changed = await change(shop, id, { category: null, places: 5 });
    expect(changed.terms).toMatchObject({
      version: 1,
      minFollowers: 10,
      category: null,
      erid: '2VtzqvVdgpR',
      places: 5,
    });
  });
});

describe('cancelling', () => {
  it('a draft costs and returns nothing', async () => {
    const shop = await world.aShop('1.00');
    const { id } = await create(shop);
    expect((await cancel(shop, id)).status).toBe('CANCELLED');
    expect(await read(undefined, id)).toBeUndefined();
    await expect(publish(shop, id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
  });

  it('an open order returns what nobody has taken, with the commission when nobody is at work', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await publish(shop, id);
    const key = randomUUID();
    const both = await Promise.all([cancel(shop, id, key), cancel(shop, id, key)]);
    expect(both.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await escrow(id)).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(35_000n);
  });

  it('leaves whoever has a place at their work, with their reward and the commission in escrow', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await publish(shop, id);
    const taken = await world.taken(id);
    await cancel(shop, id);
    expect(await escrow(id)).toBe(15_000n);
    await expect(world.taken(id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
    // The work does not come.
    await world.pass(days(11));
    expect((await world.standing(taken)).status).toBe('EXPIRED');
    expect(await escrow(id)).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(35_000n);
  });

  it('is too late once it is closed', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await create(shop);
    await publish(shop, id);
    await world.pass(days(11));
    await expect(cancel(shop, id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
  });
});

describe('the deadline', () => {
  it('expires an order that nobody took, and returns everything', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await publish(shop, id);
    world.lib.clock.advance(days(10) - 1);
    await world.sweep();
    expect((await read(undefined, id))?.status).toBe('OPEN');
    await world.pass(1);
    expect((await read(undefined, id))?.status).toBe('EXPIRED');
    expect(await world.minorIn(shop.wallet)).toBe(35_000n);
  });

  it('closes one that is at work, which is decided when the last work has ended', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await create(shop);
    await publish(shop, id);
    const taken = await world.taken(id);
    await world.submitted(id, taken);
    await world.pass(days(10));
    expect((await read(undefined, id))?.status).toBe('CLOSED');
    expect(await escrow(id)).toBe(10_000n);
    await world.pass(hours(72));
    await world.pass(days(31));
    expect((await read(undefined, id))?.status).toBe('DECIDED');
    expect(await escrow(id)).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(20_000n);
    expect(await world.drift()).toEqual([]);
  });
});

describe('a draft', () => {
  const refused = async (more: OrderDraft, expected: object) => {
    const shop = await world.aShop('0.01');
    await expect(create(shop, more)).rejects.toMatchObject(expected);
  };
  const problem = async (more: OrderDraft) => {
    const shop = await world.aShop('0.01');
    const error: unknown = await create(shop, more).catch((thrown: unknown) => thrown);
    return (error as { problems: () => { field: string[]; message: string }[] }).problems()[0];
  };
  const usd = parseMoney('1.00', currency('USD'));

  it.each([
    ['a past deadline', () => ({ deadline: inDays(-1) }), 'deadline'],
    ['a deadline in years', () => ({ deadline: inDays(181) }), 'deadline'],
    ['no place', () => ({ places: 0 }), 'places'],
    ['10,001 places', () => ({ places: 10_001 }), 'places'],
    ['a commission of 101 %', () => ({ commissionBps: 10_100, commissionCeiling: rub('1.00') }), 'commissionBps'],
    ['a commission without its ceiling', () => ({ commissionBps: 100 }), 'commissionCeiling'],
    ['nothing for the creator', () => ({ reward: rub('0.00') }), 'reward'],
    ['eleven products', () => ({ productIds: Array.from({ length: 11 }, () => newId<'product'>()) }), 'productIds'],
    ['the same product twice', () => ({ productIds: Array(2).fill(newId<'product'>()) as string[] }), 'productIds'],
    ['invitations of nobody', () => ({ admission: 'INVITED' }), 'inviteProfileIds'],
    ['an ad token that is none', () => ({ erid: 'not one' }), 'erid'],
  ])('with %s is refused', async (_, more, field) => {
    expect((await problem(more()))?.field).toEqual([field]);
  });

  it('is paid in the marketplace’s currency', () => refused({ reward: usd }, { reason: 'wrong_currency' }));

  it('is for the seller’s own products that are sold', async () => {
    const shop = await world.aShop('0.01');
    const others = await aProduct(world.lib);
    await expect(create(shop, { productIds: [others] })).rejects.toMatchObject({ reason: 'foreign_product' });
    const gone = await aProduct(world.lib, { sellerId: shop.sellerId, deleted: true });
    for (const productIds of [[gone], [newId<'product'>()]]) {
      await expect(create(shop, { productIds })).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['productIds'] });
    }
  });

  it('invites neither nobody, nor whom a block keeps away, nor the seller’s own', async () => {
    const shop = await world.aShop('0.01');
    const blocked = await anAccount(world.lib);
    await aBlock(world.lib, { blockerId: blocked, blockedId: shop.memberId });
    const invite = (id: AccountId) => create(shop, { admission: 'INVITED', invitedIds: [id] });
    await expect(invite(newId<'account'>())).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['inviteProfileIds'] });
    await expect(invite(blocked)).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['inviteProfileIds'] });
    await expect(invite(shop.memberId)).rejects.toMatchObject({ reason: 'own_order' });
  });

  it('is one under one key, and another input under it is refused', async () => {
    const shop = await world.aShop('0.01');
    const same = draft(shop);
    const [one, two] = await Promise.all([orders().create(same), orders().create(same)]);
    expect(two.id).toBe(one.id);
    await expect(orders().create({ ...same, places: 4 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is written by members of a seller only, and seen and changed by those of its own', async () => {
    const [shop, other] = [await world.aShop('0.01'), await world.aShop('0.01')];
    const nobody = await anAccount(world.lib);
    await expect(orders().create({ ...draft(shop), by: by(nobody) })).rejects.toMatchObject({ reason: 'not_a_seller' });
    const { id } = await create(shop);
    for (const stranger of [other, { ...shop, memberId: nobody }]) {
      await expect(publish(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(change(stranger, id, { places: 2 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await read(stranger.memberId, id)).toBeUndefined();
    }
    expect(await read(shop.memberId, id)).toBeDefined();
  });
});

it('orders are for those to whom they are open', async () => {
  const shop = await world.aShop('0.01');
  await closeFeature(world.lib, 'CREATOR_ORDERS');
  const process = await world.lib.anotherProcess();
  await expect(process.get(OrdersService).create(draft(shop))).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });
  await world.lib.database.transaction((tx) => execute(tx, 'update feature_rollouts set percent = 100'));
});
