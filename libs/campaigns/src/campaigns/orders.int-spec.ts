import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, type CampaignId, days, hours } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { anAccount } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';
import { PlacesService } from '../places/places.service.js';
import { OrderWords } from '../testing/order-words.js';
import { type Taken, WorkWorld } from '../testing/work-world.js';
import { Cancelling } from '../work/cancelling.service.js';
import { WorkClock } from '../work/work-clock.service.js';
import { EndingService } from './ending.service.js';

let world: WorkWorld;
let words: OrderWords;

beforeAll(async () => {
  world = await WorkWorld.open();
  words = new OrderWords(world);
});
afterAll(() => world.close());

const escrow = (id: CampaignId) => world.minorIn(addresses.campaignEscrow(id));
const withdraw = ({ creatorId: accountId, engagementId }: Taken) =>
  world.app.get(Cancelling).cancel({ accountId, engagementId, idempotencyKey: randomUUID() });

describe('publishing an order', () => {
  it('puts the reward of every place and the whole commission into escrow', async () => {
    const shop = await world.aShop('1000.00');
    const order = await words.create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    expect(await escrow(order.id)).toBe(0n);
    expect((await words.publish(shop, order.id)).status).toBe('OPEN');
    expect(await escrow(order.id)).toBe(35_000n);
    expect(await world.minorIn(shop.wallet)).toBe(65_000n);
  });

  it('with a wallet that is one kopeck short says exactly that, and moves nothing', async () => {
    const shop = await world.aShop('299.99');
    const order = await words.create(shop);
    await expect(words.publish(shop, order.id)).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      params: { missing: '0.01', currency: 'RUB' },
    });
    expect(await world.minorIn(shop.wallet)).toBe(29_999n);
    expect(await words.read(shop.memberId, order.id)).toMatchObject({ status: 'DRAFT', publishedAt: null });
    expect(await words.read(undefined, order.id)).toBeUndefined();
  });

  it('ten times at once under one key is once; again under another it is refused', async () => {
    const shop = await world.aShop('300.00');
    const order = await words.create(shop);
    const key = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, () => words.publish(shop, order.id, key)));
    expect(all.every(({ status }) => status === 'OPEN')).toBe(true);
    expect(await escrow(order.id)).toBe(30_000n);
    await expect(words.publish(shop, order.id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
    await expect(words.cancel(shop, order.id, key)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is not possible any more once the deadline has come too near', async () => {
    const shop = await world.aShop('300.00');
    const order = await words.create(shop, { deadline: after(world.lib.clock.now(), hours(2)) });
    world.lib.clock.advance(hours(2));
    await expect(words.publish(shop, order.id)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      reason: 'invalid_input',
    });
  });
});

describe('the terms of an open order', () => {
  it('have versions: who is in keeps theirs, who comes later has the newest, and escrow is enough for all', async () => {
    const shop = await world.aShop('1000.00');
    const { id } = await words.create(shop);
    await words.publish(shop, id);
    const early = await world.taken(id);
    await words.change(shop, id, { reward: rub('150.00'), brief: 'Show it twice.' });
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
    await words.change(shop, id, { places: 2 });
    expect(await escrow(id)).toBe(2n * 15_000n);
    await expect(words.change(shop, id, { places: 1 })).rejects.toMatchObject({ reason: 'fewer_places_than_taken' });
  });

  it('that are dearer put aside at once what a place costs when it becomes free: nobody waits for the wallet to leave', async () => {
    const shop = await world.aShop('150.00');
    const { id } = await words.create(shop, { places: 1 });
    await words.publish(shop, id);
    const early = await world.taken(id);
    await expect(words.change(shop, id, { reward: rub('150.01') })).rejects.toMatchObject({
      params: { missing: '0.01' },
    });
    await words.change(shop, id, { reward: rub('150.00') });
    expect([await escrow(id), await world.minorIn(shop.wallet)]).toEqual([15_000n, 0n]);
    await withdraw(early);
    expect(await escrow(id)).toBe(15_000n);
    await words.change(shop, id, { reward: rub('70.00') });
    const late = await world.taken(id);
    await words.change(shop, id, { reward: rub('150.00') });
    await words.cancel(shop, id);
    // Nobody comes in any more: only the reward that was promised is kept.
    expect([await escrow(id), (await world.standing(late)).status]).toEqual([7_000n, 'ACCEPTED']);
  });

  it('promise no less commission than those who are in were promised', async () => {
    const shop = await world.aShop('1000.00');
    const { id } = await words.create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await words.publish(shop, id);
    await words.change(shop, id, { commissionCeiling: rub('40.00') });
    expect(await escrow(id)).toBe(34_000n);
    await world.taken(id);
    for (const less of [{ commissionCeiling: rub('39.99') }, { commissionBps: 0, commissionCeiling: null }]) {
      await expect(words.change(shop, id, less)).rejects.toMatchObject({
        reason: 'commission_promised',
        params: { promised: '40.00' },
      });
    }
    await words.change(shop, id, { commissionBps: 100, commissionCeiling: rub('60.00') });
    expect(await escrow(id)).toBe(36_000n);
  });

  it('are not dearer than the wallet can pay', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await words.create(shop);
    await words.publish(shop, id);
    await expect(words.change(shop, id, { places: 4 })).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      params: { missing: '100.00' },
    });
    expect((await words.read(undefined, id))?.terms).toMatchObject({ version: 1, places: 3 });
  });

  it('must be those that the creator has seen, if they say which', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await words.create(shop);
    await words.publish(shop, id);
    await words.change(shop, id, { brief: 'Something else.' });
    const creator = await anAccount(world.lib);
    const take = (termsVersion: number) =>
      world.app
        .get(PlacesService)
        .take({ by: { accountId: creator, region: 'RU' }, orderId: id, termsVersion, idempotencyKey: randomUUID() });
    await expect(take(1)).rejects.toMatchObject({ code: 'CONFLICT', params: { version: 2 } });
    expect((await take(2)).termsVersion).toBe(2);
  });

  it('of a draft change in place, and what may be left out can be taken back', async () => {
    const shop = await world.aShop('0.01');
    const { id } = await words.create(shop, { minFollowers: 10, category: 'Lamps', erid: '2VtzqvVdgpR' });
    const changed = await words.change(shop, id, { category: null, places: 5 });
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
    const { id } = await words.create(shop);
    expect((await words.cancel(shop, id)).status).toBe('CANCELLED');
    expect(await words.read(undefined, id)).toBeUndefined();
    await expect(words.publish(shop, id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
  });

  it('an open order returns what nobody has taken, with the commission when nobody is at work', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await words.create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await words.publish(shop, id);
    const key = randomUUID();
    const both = await Promise.all([words.cancel(shop, id, key), words.cancel(shop, id, key)]);
    expect(both.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await escrow(id)).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(35_000n);
  });

  it('leaves whoever has a place at their work, with their reward and the commission in escrow', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await words.create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await words.publish(shop, id);
    const taken = await world.taken(id);
    await words.cancel(shop, id);
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
    const { id } = await words.create(shop);
    await words.publish(shop, id);
    await world.pass(days(11));
    await expect(words.cancel(shop, id)).rejects.toMatchObject({ reason: 'campaign_not_in_state' });
  });
});

describe('the deadline', () => {
  it.each([
    ['order', 'work'],
    ['work', 'order'],
  ] as const)(
    'that is also that of the only work expires both, though the clock looks at the %s before the %s',
    async (...looks) => {
      const shop = await world.aShop('150.00');
      const commission = { commissionBps: 500, commissionCeiling: rub('50.00') };
      const { id } = await words.create(shop, { places: 1, ...commission });
      await words.publish(shop, id);
      const taken = await world.taken(id);
      world.lib.clock.advance(days(10));
      const lookAt = {
        order: () => world.app.get(EndingService).closeDue(1_000),
        work: () => world.app.get(WorkClock).advance(taken.engagementId),
      };
      for (const look of looks) await lookAt[look]();
      expect((await words.read(undefined, id))?.status).toBe('EXPIRED');
      expect(await world.standing(taken)).toMatchObject({ status: 'EXPIRED', endReason: 'overdue' });
      expect([await escrow(id), await world.minorIn(shop.wallet)]).toEqual([0n, 15_000n]);
    },
  );

  it('expires an order that nobody took, and returns everything', async () => {
    const shop = await world.aShop('350.00');
    const { id } = await words.create(shop, { commissionBps: 500, commissionCeiling: rub('50.00') });
    await words.publish(shop, id);
    world.lib.clock.advance(days(10) - 1);
    await world.sweep();
    expect((await words.read(undefined, id))?.status).toBe('OPEN');
    await world.pass(1);
    expect((await words.read(undefined, id))?.status).toBe('EXPIRED');
    expect(await world.minorIn(shop.wallet)).toBe(35_000n);
  });

  it('closes one that is at work, which is decided when the last work has ended', async () => {
    const shop = await world.aShop('300.00');
    const { id } = await words.create(shop);
    await words.publish(shop, id);
    const taken = await world.taken(id);
    await world.submitted(id, taken);
    await world.pass(days(10));
    expect((await words.read(undefined, id))?.status).toBe('CLOSED');
    expect(await escrow(id)).toBe(10_000n);
    await world.pass(hours(72));
    await world.pass(days(31));
    expect((await words.read(undefined, id))?.status).toBe('DECIDED');
    expect(await escrow(id)).toBe(0n);
    expect(await world.minorIn(shop.wallet)).toBe(20_000n);
    expect(await world.drift()).toEqual([]);
  });
});
