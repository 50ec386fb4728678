import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { RecountService } from '../counters/recount.service.js';
import { LikesService } from '../likes/likes.service.js';
import { SavesService } from '../saves/saves.service.js';
import { SharesService } from '../shares/shares.service.js';
import { SocialModule } from '../social.module.js';
import { SocialQueries } from '../social.queries.js';
import { engagementOf } from '../testing/engagement-of.js';
import type { MomentDeed } from './deeds.store.js';

let world: LibWorld;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
});

beforeEach(async () => {
  [ada, bob, eve] = [await anAccount(world), await anAccount(world), await anAccount(world)];
  momentId = await aPublishedMoment(world, { authorId: ada });
});

afterAll(() => world.close());

const engagement = (accountId?: AccountId) => engagementOf(world, { momentId, accountId });
const nothingDrifted = async () =>
  expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
const notFound = { code: 'NOT_FOUND', field: ['momentId'] };

const likes = () => world.app.get(LikesService);
const saves = () => world.app.get(SavesService);
const shares = () => world.app.get(SharesService);

interface Deed {
  counter: 'likes' | 'saves' | 'shares';
  flag: 'liked' | 'saved' | 'shared';
  perform: (deed: MomentDeed) => Promise<void>;
  takeBack?: (deed: MomentDeed) => Promise<void>;
}
const liking: Required<Deed> = {
  counter: 'likes',
  flag: 'liked',
  perform: (deed) => likes().like(deed),
  takeBack: (deed) => likes().unlike(deed),
};
const saving: Required<Deed> = {
  counter: 'saves',
  flag: 'saved',
  perform: (deed) => saves().save(deed),
  takeBack: (deed) => saves().unsave(deed),
};
const sharing: Deed = { counter: 'shares', flag: 'shared', perform: (deed) => shares().share(deed) };

describe.each([
  ['liking', liking],
  ['saving', saving],
  ['sharing', sharing],
])('%s', (_, { counter, flag, perform, takeBack }) => {
  it('counts, and is known of the one who does it alone', async () => {
    await perform({ accountId: bob, momentId });
    const untouched = { likes: 0, comments: 0, saves: 0, shares: 0, liked: false, saved: false, shared: false };
    expect(await engagement(bob)).toEqual({ ...untouched, [counter]: 1, [flag]: true });
    expect(await engagement(eve)).toEqual({ ...untouched, [counter]: 1 });
  });

  it('is one row and one count when two devices do it at once, ten times over', async () => {
    await Promise.all(Array.from({ length: 10 }, () => perform({ accountId: bob, momentId })));
    await perform({ accountId: bob, momentId });
    expect(await engagement(bob)).toMatchObject({ [counter]: 1, [flag]: true });
    await nothingDrifted();
  });

  it('needs a published moment, one’s own included, and so does taking it back', async () => {
    await perform({ accountId: bob, momentId });
    for (const status of ['PROCESSING', 'DRAFT', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world, { momentId, status });
      for (const accountId of [ada, eve]) {
        await expect(perform({ accountId, momentId })).rejects.toMatchObject(notFound);
      }
      if (takeBack) await expect(takeBack({ accountId: bob, momentId })).rejects.toMatchObject(notFound);
    }
    await expect(perform({ accountId: eve, momentId: newId() })).rejects.toMatchObject(notFound);
    expect(await engagement(bob)).toMatchObject({ [counter]: 1, [flag]: true });
  });

  it.each(['the author has blocked the other', 'the other has blocked the author'])(
    'is not possible when %s',
    async (who) => {
      const pair = who.startsWith('the author') ? [ada, bob] : [bob, ada];
      await world.database.transaction((tx) =>
        execute(tx, 'insert into blocks (blocker_id, blocked_id, created_at) values ($1, $2, now())', pair),
      );
      await expect(perform({ accountId: bob, momentId })).rejects.toMatchObject(notFound);
      if (takeBack) await expect(takeBack({ accountId: bob, momentId })).rejects.toMatchObject(notFound);
      await perform({ accountId: eve, momentId });
      expect(await engagement(bob)).toMatchObject({ [counter]: 1, [flag]: false });
    },
  );

  it('survives a crowd without losing one', async () => {
    const crowd = await Promise.all(Array.from({ length: 30 }, () => anAccount(world)));
    await Promise.all(crowd.map((accountId) => perform({ accountId, momentId })));
    expect(await engagement()).toMatchObject({ [counter]: 30 });
    if (takeBack) await Promise.all(crowd.slice(0, 11).map((accountId) => takeBack({ accountId, momentId })));
    expect(await engagement()).toMatchObject({ [counter]: takeBack ? 19 : 30 });
    await nothingDrifted();
  });
});

describe.each([
  ['unliking', liking],
  ['unsaving', saving],
])('%s', (_, { counter, flag, perform, takeBack }) => {
  it('takes back what was done, however often it is said', async () => {
    await perform({ accountId: bob, momentId });
    await perform({ accountId: eve, momentId });
    await Promise.all(Array.from({ length: 10 }, () => takeBack({ accountId: bob, momentId })));
    expect(await engagement(bob)).toMatchObject({ [counter]: 1, [flag]: false });
    await nothingDrifted();
  });

  it('of what was not done changes nothing', async () => {
    await perform({ accountId: eve, momentId });
    await takeBack({ accountId: bob, momentId });
    expect(await engagement(eve)).toMatchObject({ [counter]: 1, [flag]: true });
  });
});

describe('a like', () => {
  const received = async () =>
    (await world.app.get(SocialQueries).ofProfiles(undefined, [ada])).get(ada)?.likesReceived;
  const told = (event: string) =>
    world.database.read(
      {
        name: 'test.told-of-likes',
        text: `select from graphile_worker._private_jobs where payload->>'event' = $1 and payload::text like $2`,
      },
      [event, `%${momentId}%`],
    );

  it('is received by the author, and told once', async () => {
    await Promise.all([1, 2, 3].map(() => likes().like({ accountId: bob, momentId })));
    expect([await received(), (await told('moment-liked')).length]).toEqual([1, 1]);
    for (let times = 0; times < 2; times += 1) await likes().unlike({ accountId: bob, momentId });
    expect([await received(), (await told('moment-liked')).length]).toEqual([0, 1]);
  });

  it('that is taken back is told once, and one that never was is not', async () => {
    await likes().unlike({ accountId: bob, momentId });
    expect(await told('moment-unliked')).toEqual([]);
    await likes().like({ accountId: bob, momentId });
    await Promise.all([1, 2, 3].map(() => likes().unlike({ accountId: bob, momentId })));
    expect(await told('moment-unliked')).toHaveLength(1);
  });

  it('is all that an author receives: neither saves nor shares count as likes', async () => {
    await saves().save({ accountId: bob, momentId });
    await shares().share({ accountId: bob, momentId });
    await saves().unsave({ accountId: bob, momentId });
    expect(await received()).toBe(0);
    await nothingDrifted();
  });
});
