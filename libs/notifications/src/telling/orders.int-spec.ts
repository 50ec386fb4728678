import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngagementStatus } from '@moments/campaigns';
import { type AccountId, newId, type SellerId } from '@moments/kernel';
import type { JobContext } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { openToldWorld, toldTo } from '../testing/told-world.js';
import { TellOfCampaign, TellOfDue, TellOfEngagement, TellOfMessage } from './orders.jobs.js';

let world: LibWorld;
let members: AccountId[];
let creatorId: AccountId;
let sellerId: SellerId;

beforeAll(async () => {
  world = await openToldWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  members = [await anAccount(world), await anAccount(world)];
  creatorId = await anAccount(world);
  sellerId = await aSeller(world, { members: members.map((accountId) => ({ accountId })) });
});

const happened = (): JobContext => ({
  signal: new AbortController().signal,
  attempt: 1,
  event: { id: newId(), occurredAt: world.clock.now() },
});
const engagement = () => ({
  engagementId: newId<'engagement'>(),
  campaignId: newId<'campaign'>(),
  sellerId,
  creatorId,
});
const kindsTo = async (accountId: AccountId) => (await toldTo(world, accountId)).map(({ kind }) => kind);

const change = (from: EngagementStatus | null, to: EngagementStatus, context: JobContext = happened()) =>
  world.app.get(TellOfEngagement).handle({ ...engagement(), from, to, endReason: null }, context);

describe('both sides of an order', () => {
  it('are told what concerns them: everybody who acts for the seller, and the creator', async () => {
    await change(null, 'APPLIED');
    await change('APPLIED', 'ACCEPTED');
    await change('APPROVED', 'PAID');
    for (const member of members) expect(await kindsTo(member)).toEqual(['ORDER_PAID', 'ORDER_APPLIED_FOR']);
    expect(await kindsTo(creatorId)).toEqual(['ORDER_PAID', 'ORDER_ADMITTED']);
  });

  it('are told once, however often the event comes', async () => {
    const [context, told] = [happened(), { ...engagement(), from: null, to: 'INVITED' as const, endReason: null }];
    for (let count = 0; count < 3; count += 1) await world.app.get(TellOfEngagement).handle(told, context);
    expect(await kindsTo(creatorId)).toEqual(['ORDER_INVITED']);
  });

  it('hear of the other’s words and not of their own, and are reminded when it is their turn', async () => {
    await world.app.get(TellOfMessage).handle({ ...engagement(), side: 'CREATOR' }, happened());
    await world.app.get(TellOfDue).handle({ ...engagement(), side: 'CREATOR' }, happened());
    expect(await kindsTo(creatorId)).toEqual(['ORDER_DUE_SOON']);
    expect(await kindsTo(members[0]!)).toEqual(['ORDER_MESSAGE']);
  });
});

it('members of the seller are told what becomes of its campaigns', async () => {
  const campaignId = newId<'campaign'>();
  for (const to of ['OPEN', 'EXPIRED'] as const) {
    await world.app.get(TellOfCampaign).handle({ campaignId, sellerId, to }, happened());
  }
  expect(await toldTo(world, members[1]!)).toMatchObject([
    { kind: 'CAMPAIGN_EXPIRED', subjectKind: 'campaign', subjectId: campaignId },
    { kind: 'CAMPAIGN_PUBLISHED' },
  ]);
  expect(await kindsTo(creatorId)).toEqual([]);
});
