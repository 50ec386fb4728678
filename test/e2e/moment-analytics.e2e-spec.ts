import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addDays,
  after,
  type BusinessDay,
  businessDayOf,
  currency,
  hours,
  type MomentId,
  newId,
  startOfBusinessDay,
  toGlobalId,
} from '@moments/kernel';
import { StatementLines } from '@moments/payouts';
import { aProduct } from '@moments/testing/catalog';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { type StoredView, storedViews } from '@moments/testing/views';
import { PlaybackTokens, ViewDays } from '@moments/views';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { statementsOf } from '../support/statements.js';

let gateway: TestGateway;
let ada: Person;
let bob: Person;
let momentId: MomentId;

let today: BusinessDay;
let yesterday: BusinessDay;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  // Anew for each test: midnight may pass meanwhile.
  today = businessDayOf(new Date());
  yesterday = addDays(today, -1);
  [ada, bob] = [await aPerson(gateway), await aPerson(gateway)];
  momentId = await aPublishedMoment(gateway, { authorId: ada.accountId, durationMs: 20_000 });
});

const watch = (...views: Partial<StoredView>[]) =>
  storedViews(
    gateway,
    views.map((view) => ({
      ...{ momentId, creatorId: ada.accountId, servedAt: startOfBusinessDay(today) },
      ...view,
    })),
  );

const fields = `views qualifiedViews notQualified { reason count } watchTimeMs averageWatchMs completionRate
  retention { atMs share } cardOpens purchases conversion earned { amount currency }
  byDay { day views qualifiedViews cardOpens purchases earned { amount } }`;

interface Asked {
  as?: Person;
  from?: string;
  to?: string;
}

async function ask({ as, from = yesterday, to = today }: Asked) {
  const { data, errors } = await gateway.query<{ moment: { analytics: Record<string, unknown> | null } }>(
    `query ($id: ID!, $from: Date!, $to: Date!) { moment(id: $id) { analytics(from: $from, to: $to) { ${fields} } } }`,
    { id: toGlobalId('moment', momentId), from, to },
    { token: as?.token },
  );
  return { analytics: data?.moment.analytics, errors };
}

describe('the analytics of a moment', () => {
  it('tell its author what was watched, why some views do not count, and how far people came', async () => {
    const viewerId = bob.accountId;
    await watch(
      { viewerId, servedAt: after(startOfBusinessDay(today), -hours(1)) },
      { viewerId },
      { watchedMs: 10_000 },
      { watchedMs: 4_999 },
      { viewerId: ada.accountId },
      { promoted: true, watchedMs: 5_000 },
    );
    const { analytics, errors } = await ask({ as: ada });
    expect(errors).toBeUndefined();
    expect(analytics).toMatchObject({
      ...{ views: 6, qualifiedViews: 2, watchTimeMs: '79999', averageWatchMs: 13_333, completionRate: 0.5 },
      notQualified: [
        { reason: 'OWN', count: 1 },
        { reason: 'PROMOTED', count: 1 },
        { reason: 'TOO_SHORT', count: 1 },
        { reason: 'REPEATED', count: 1 },
      ],
      byDay: [
        { day: yesterday, views: 1, qualifiedViews: 1, cardOpens: 0, purchases: 0, earned: { amount: '0.00' } },
        { day: today, views: 5, qualifiedViews: 1, cardOpens: 0, purchases: 0, earned: { amount: '0.00' } },
      ],
    });
    const retention = analytics?.retention as { atMs: number; share: number }[];
    expect(retention).toHaveLength(20);
    expect([retention[0], retention[9], retention[19]]).toEqual([
      { atMs: 1_000, share: 1 },
      { atMs: 10_000, share: 4 / 6 },
      { atMs: 20_000, share: 3 / 6 },
    ]);
  });

  it('stay the same when a day is closed, and grow by what comes late', async () => {
    const servedAt = after(startOfBusinessDay(today), -hours(2));
    await watch({ servedAt }, { servedAt, watchedMs: 3_000 });
    const { analytics: open } = await ask({ as: ada });
    const viewDays = gateway.app.get(ViewDays, { strict: false });
    await viewDays.close(yesterday);
    expect((await ask({ as: ada })).analytics).toEqual(open);
    await watch({ servedAt });
    await viewDays.recount(yesterday);
    expect((await ask({ as: ada })).analytics).toMatchObject({ views: 3, qualifiedViews: 2 });
  });

  it('tell what its cards did and what it has earned', async () => {
    const productId = await aProduct(gateway, { externalId: randomUUID() });
    await aProductCard(gateway, { momentId, productId });
    const serving = { viewerId: bob.accountId, feedSessionId: newId<'feedSession'>(), promoted: false };
    const tokens = gateway.app.get(PlaybackTokens);
    const [playbackToken] = await tokens.issue({ ...serving, surface: 'FOR_YOU' }, [momentId]);
    await gateway.query(
      'mutation ($input: OpenProductCardInput!) { openProductCard(input: $input) { url } }',
      {
        input: {
          ...{ momentId: toGlobalId('moment', momentId), productId: toGlobalId('product', productId) },
          ...{ playbackToken, idempotencyKey: randomUUID() },
        },
      },
      { token: bob.token },
    );
    await gateway.database.transaction((tx) =>
      gateway.app.get(StatementLines, { strict: false }).insert(tx, [
        {
          ...{ key: randomUUID(), creatorId: ada.accountId, day: yesterday, kind: 'VIEW_REWARD' as const, momentId },
          ...{ amount: { minor: 1_050n, currency: currency('RUB') }, availableAt: new Date() },
          basis: { inputs: {}, formula: 'test' },
        },
      ]),
    );
    const { analytics } = await ask({ as: ada });
    expect(analytics).toMatchObject({
      ...{ cardOpens: 1, purchases: 0, earned: { amount: '10.50', currency: 'RUB' } },
      byDay: [
        { day: yesterday, cardOpens: 0, earned: { amount: '10.50' } },
        { day: today, cardOpens: 1, earned: { amount: '0.00' } },
      ],
    });
    expect(analytics?.conversion).toBeCloseTo(1 / 51, 6);
  });

  it('are for its author alone: null for anybody else, operators included', async () => {
    await watch({});
    expect(await ask({ as: bob })).toEqual({ analytics: null, errors: undefined });
    expect(await ask({})).toEqual({ analytics: null, errors: undefined });
    const operator = await aPerson(gateway, { roles: ['OPERATOR'] });
    expect(await ask({ as: operator })).toEqual({ analytics: null, errors: undefined });
    expect((await ask({ as: ada })).analytics).toMatchObject({ views: 1 });
  });

  it('are of at most 366 days, from the first to the last', async () => {
    const refused = async (range: Asked) => (await ask({ as: ada, ...range })).errors?.[0]?.extensions;
    expect(await refused({ from: today, to: yesterday })).toMatchObject({ code: 'INVALID_INPUT', field: ['to'] });
    expect(await refused({ from: addDays(today, -366), to: today })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await refused({ from: addDays(today, -365), to: today })).toBeUndefined();
    expect(await refused({ from: '2026-02-30' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('of many moments take as many statements as of one', async () => {
    const momentIds = [
      momentId,
      ...(await Promise.all([1, 2, 3].map(() => aPublishedMoment(gateway, { authorId: ada.accountId })))),
    ];
    await watch(...momentIds.map((id) => ({ momentId: id })));
    const asking = (ids: readonly MomentId[]) => () =>
      gateway.query(
        `query ($from: Date!, $to: Date!) { ${ids
          .map(
            (id, index) =>
              `m${index}: moment(id: "${toGlobalId('moment', id)}") { analytics(from: $from, to: $to) { views byDay { day } } }`,
          )
          .join(' ')} }`,
        { from: yesterday, to: today },
        { token: ada.token },
      );
    await asking(momentIds)();
    const one = await statementsOf(asking([momentId]));
    const many = await statementsOf(asking(momentIds));
    const ofAnalytics = (names: string[]) =>
      names.filter((name) => /^(views|attribution|payouts)\./.test(name)).toSorted();
    expect(ofAnalytics(many)).toEqual(ofAnalytics(one));
    expect(ofAnalytics(one).length).toBeGreaterThan(3);
  });
});
