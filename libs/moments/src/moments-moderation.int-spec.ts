import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId } from '@moments/kernel';
import { execute, type Tx } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { momentStatuses } from './domain/moment.js';
import { MomentsModeration } from './moments-moderation.js';
import { MomentsModule } from './moments.module.js';
import { MomentsQueries } from './moments.queries.js';
import { MomentsService } from './moments.service.js';
import { aPublishedMoment, setMomentStatus } from './testing/published-moment.js';

let world: LibWorld;
let moderation: MomentsModeration;
let authorId: AccountId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([MomentsModule]);
  moderation = world.app.get(MomentsModeration);
});

beforeEach(async () => {
  authorId = await anAccount(world);
  momentId = await aPublishedMoment(world, { authorId });
});

afterAll(() => world.close());

const rejection = { reason: 'SPAM', message: 'Ads.', appealable: true } as const;
const inTx = <Result>(work: (tx: Tx) => Promise<Result>) => world.database.transaction(work);
const momentNow = async () => (await world.app.get(MomentsQueries).byIds([momentId])).get(momentId)!;
const toldOf = () =>
  world.database.read<{ event: string }>(
    {
      name: 'test.told-of-moment',
      text: `select payload->>'event' as event from graphile_worker._private_jobs
              where payload->'payload'->>'momentId' = $1 order by id`,
    },
    [momentId],
  );

describe('moderators', () => {
  it.each(momentStatuses)(
    'do to a moment that is %s what can be done to it, and nothing to any other',
    async (status) => {
      await inTx((tx) => execute(tx, `update moments set failure = '{}' where id = $1`, [momentId]));
      const done: string[] = [];
      const deeds = {
        review: (tx: Tx) => moderation.review(tx, momentId),
        reject: (tx: Tx) => moderation.reject(tx, { momentId, ...rejection }),
        approve: (tx: Tx) => moderation.approve(tx, momentId),
      };
      for (const [name, deed] of Object.entries(deeds)) {
        await setMomentStatus(world, { momentId, status });
        if (await inTx(deed)) done.push(`${name}: ${(await momentNow()).status}`);
        else expect((await momentNow()).status).toBe(status);
      }
      const possible: Partial<Record<typeof status, string[]>> = {
        PUBLISHED: ['review: IN_REVIEW', 'reject: REJECTED', 'approve: PUBLISHED'],
        IN_REVIEW: ['reject: REJECTED', 'approve: PUBLISHED'],
      };
      expect(done).toEqual(possible[status] ?? []);
    },
  );

  it('do nothing to what is not there', async () => {
    const nothing = newId<'moment'>();
    expect(await inTx((tx) => moderation.review(tx, nothing))).toBe(false);
    expect(await inTx((tx) => moderation.reject(tx, { momentId: nothing, ...rejection }))).toBe(false);
    expect(await inTx((tx) => moderation.approve(tx, nothing))).toBe(false);
  });
});

describe('a rejected moment', () => {
  beforeEach(() => inTx((tx) => moderation.reject(tx, { momentId, ...rejection })));

  it('is there for its author alone, who is told why', async () => {
    const queries = world.app.get(MomentsQueries);
    expect((await queries.visibleTo(authorId, [momentId])).get(momentId)).toMatchObject({ rejection });
    expect(await queries.visibleTo(await anAccount(world), [momentId])).toEqual(new Map());
    expect(await queries.visibleTo(undefined, [momentId])).toEqual(new Map());
  });

  it('is published anew, where it was, when it is appealed with success, and that is told as such', async () => {
    const { publishedAt } = await momentNow();
    world.clock.advance(1_000);
    const reason = await inTx((tx) => moderation.appeal(tx, { accountId: authorId, momentId }));
    expect(reason).toBe('SPAM');
    expect(await momentNow()).toMatchObject({ status: 'IN_REVIEW', rejection: { appealable: false } });
    await inTx((tx) => moderation.approve(tx, momentId));
    expect(await momentNow()).toMatchObject({ status: 'PUBLISHED', publishedAt, rejection: undefined });
    expect((await toldOf()).map(({ event }) => event)).toEqual(['moment-rejected', 'moment-restored']);
  });

  it('keeps nothing of what moderators said once its author takes it away', async () => {
    await world.app.get(MomentsService).remove({ accountId: authorId, momentId });
    expect(await momentNow()).toMatchObject({ status: 'REMOVED', rejection: undefined });
  });
});
