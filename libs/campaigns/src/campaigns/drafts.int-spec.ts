import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, currency, newId, parseMoney } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount, closeFeature } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { aBlock } from '@moments/testing/social';
import { orderLimits } from '../campaigns.settings.js';
import { OrderWords } from '../testing/order-words.js';
import { WorkWorld } from '../testing/work-world.js';
import type { OrderDraft } from './order-input.js';
import { OrdersService } from './orders.service.js';

let world: WorkWorld;
let words: OrderWords;

beforeAll(async () => {
  world = await WorkWorld.open();
  words = new OrderWords(world);
});
afterAll(() => world.close());

const orders = () => world.app.get(OrdersService);
const by = (accountId: AccountId) => ({ accountId, region: 'RU' });

describe('a seller', () => {
  it('has so many drafts at the most, also when several are written at once', async () => {
    const settings = world.app.get(Settings);
    await settings.set(orderLimits.name, { ...orderLimits.fallback, maxDrafts: 5 }, 'test');
    const shop = await world.aShop('1000.00');
    const first = await words.create(shop);
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => words.create(shop)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([1, 2].map(() => ({ reason: { reason: 'too_many_drafts' } })));
    await words.cancel(shop, first.id);
    await words.create(shop);
    await settings.set(orderLimits.name, orderLimits.fallback, 'test');
  });
});

describe('a draft', () => {
  const refused = async (more: OrderDraft, expected: object) => {
    const shop = await world.aShop('0.01');
    await expect(words.create(shop, more)).rejects.toMatchObject(expected);
  };
  const problem = async (more: OrderDraft) => {
    const shop = await world.aShop('0.01');
    const error: unknown = await words.create(shop, more).catch((thrown: unknown) => thrown);
    return (error as { problems: () => { field: string[]; message: string }[] }).problems()[0];
  };
  const usd = parseMoney('1.00', currency('USD'));

  it.each([
    ['a past deadline', () => ({ deadline: words.inDays(-1) }), 'deadline'],
    ['a deadline in years', () => ({ deadline: words.inDays(181) }), 'deadline'],
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
    await expect(words.create(shop, { productIds: [others] })).rejects.toMatchObject({ reason: 'foreign_product' });
    const gone = await aProduct(world.lib, { sellerId: shop.sellerId, deleted: true });
    for (const productIds of [[gone], [newId<'product'>()]]) {
      await expect(words.create(shop, { productIds })).rejects.toMatchObject({
        code: 'NOT_FOUND',
        field: ['productIds'],
      });
    }
  });

  it('invites neither nobody, nor whom a block keeps away, nor the seller’s own', async () => {
    const shop = await world.aShop('0.01');
    const blocked = await anAccount(world.lib);
    await aBlock(world.lib, { blockerId: blocked, blockedId: shop.memberId });
    const invite = (id: AccountId) => words.create(shop, { admission: 'INVITED', invitedIds: [id] });
    await expect(invite(newId<'account'>())).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['inviteProfileIds'] });
    await expect(invite(blocked)).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['inviteProfileIds'] });
    await expect(invite(shop.memberId)).rejects.toMatchObject({ reason: 'own_order' });
  });

  it('is one under one key, and another input under it is refused', async () => {
    const shop = await world.aShop('0.01');
    const same = words.draft(shop);
    const [one, two] = await Promise.all([orders().create(same), orders().create(same)]);
    expect(two.id).toBe(one.id);
    await expect(orders().create({ ...same, places: 4 })).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is written by members of a seller only, and seen and changed by those of its own', async () => {
    const [shop, other] = [await world.aShop('0.01'), await world.aShop('0.01')];
    const nobody = await anAccount(world.lib);
    await expect(orders().create({ ...words.draft(shop), by: by(nobody) })).rejects.toMatchObject({
      reason: 'not_a_seller',
    });
    const { id } = await words.create(shop);
    for (const stranger of [other, { ...shop, memberId: nobody }]) {
      await expect(words.publish(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(words.change(stranger, id, { places: 2 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await words.read(stranger.memberId, id)).toBeUndefined();
    }
    expect(await words.read(shop.memberId, id)).toBeDefined();
  });
});

it('orders are for those to whom they are open', async () => {
  const shop = await world.aShop('0.01');
  await closeFeature(world.lib, 'CREATOR_ORDERS');
  const process = await world.lib.anotherProcess();
  await expect(process.get(OrdersService).create(words.draft(shop))).rejects.toMatchObject({
    code: 'FEATURE_NOT_AVAILABLE',
  });
  await world.lib.database.transaction((tx) => execute(tx, 'update feature_rollouts set percent = 100'));
});
