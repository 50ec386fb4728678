import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, type CampaignId, days, type EngagementId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { randomUUID } from 'node:crypto';
import { type Shop, WorkWorld } from '../testing/work-world.js';
import { PlacesService } from './places.service.js';
import { ThreadService } from './thread.service.js';

let world: WorkWorld;
let shop: Shop;

beforeAll(async () => {
  world = await WorkWorld.open();
  shop = await world.aShop('10000.00');
});
afterAll(() => world.close());

const apply = (accountId: AccountId, orderId: CampaignId) =>
  world.app.get(PlacesService).take({ by: { accountId, region: 'RU' }, orderId, idempotencyKey: randomUUID() });
const admit = (engagementId: EngagementId) =>
  world.app.get(PlacesService).admit({ by: { accountId: shop.memberId, region: 'RU' }, engagementId, accept: true });

describe('the thread of an engagement', () => {
  const say = (accountId: AccountId, engagementId: EngagementId, text: string, idempotencyKey: string = randomUUID()) =>
    world.app.get(ThreadService).send({ accountId, engagementId, text, idempotencyKey });

  it('has what both sides say, newest first, each once, and nobody else’s words', async () => {
    const { creatorId, engagementId } = await world.taken(await world.anOrder(shop));
    const key = randomUUID();
    await say(creatorId, engagementId, 'Which colour?', key);
    await say(creatorId, engagementId, 'Which colour?', key);
    await say(shop.memberId, engagementId, 'Red.');
    await expect(say(await anAccount(world.lib), engagementId, 'Hello')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(say(creatorId, engagementId, ' ')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const threads = await world.app.get(ThreadService).pages([engagementId], { limit: 10 });
    expect(threads.get(engagementId)?.items.map(({ item }) => [item.side, item.text])).toEqual([
      ['SELLER', 'Red.'],
      ['CREATOR', 'Which colour?'],
    ]);
  });

  it('is over with the time for the work, and for those outside with the order, to the millisecond', async () => {
    const orderId = await world.anOrder(shop, { admission: 'APPLICATION', places: 1 });
    const [inside, outside] = [await anAccount(world.lib), await anAccount(world.lib)];
    const [{ id }, { id: waiting }] = [await apply(inside, orderId), await apply(outside, orderId)];
    await admit(id);
    world.lib.clock.advance(days(10) - 1);
    await say(inside, id, 'Nearly.');
    await say(shop.memberId, waiting, 'No place was left.');
    world.lib.clock.advance(1);
    await expect(say(inside, id, 'Late.')).rejects.toMatchObject({ code: 'EXPIRED', reason: 'engagement_overdue' });
    await expect(say(shop.memberId, waiting, 'Sorry.')).rejects.toMatchObject({ reason: 'campaign_over' });
  });

  it('takes 20 messages of one side an hour, also of ten devices at once', async () => {
    const { creatorId, engagementId } = await world.taken(await world.anOrder(shop));
    const sent = await Promise.allSettled(
      Array.from({ length: 25 }, (_, count) => say(creatorId, engagementId, `${count}`)),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await say(shop.memberId, engagementId, 'One after the other, please.');
    world.lib.clock.advance(days(1));
    await say(creatorId, engagementId, 'Sorry.');
  });
});
