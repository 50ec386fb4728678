import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId, profileOf, toGlobalId } from '@moments/kernel';
import { RecountService } from '@moments/social';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let author: AccountId;
let momentId: MomentId;
let id: string;
let viewer: string;

beforeAll(async () => {
  gateway = await startGateway();
  author = await anAccount(gateway);
});

beforeEach(async () => {
  momentId = await aPublishedMoment(gateway, { authorId: author });
  id = toGlobalId('moment', momentId);
  viewer = (await aPerson(gateway)).token;
});

afterAll(() => gateway.close());

type Stats = Record<'views' | 'likes' | 'comments' | 'shares' | 'saves', number>;
interface Moment {
  id: string;
  likedByMe: boolean;
  savedByMe: boolean;
  stats: Stats;
}
interface Answer {
  moment: Moment | null;
  userErrors: { code: string; field: string[] | null }[];
}

const deeds = ['like', 'unlike', 'save', 'unsave', 'share'] as const;
type Deed = (typeof deeds)[number];
const momentFields = 'id likedByMe savedByMe stats { views likes comments shares saves }';

async function perform(
  deed: Deed,
  { of = id, by = viewer }: { of?: string; by?: string | null } = {},
): Promise<Answer> {
  const { data, errors } = await gateway.query<{ done: Answer }>(
    `mutation ($id: ID!) { done: ${deed}(momentId: $id) { moment { ${momentFields} } userErrors { code field } } }`,
    { id: of },
    { token: by ?? undefined },
  );
  expect(errors).toBeUndefined();
  return data!.done;
}

async function read(by?: string): Promise<Moment | null> {
  const document = `query ($id: ID!) { moment(id: $id) { ${momentFields} } }`;
  return (await gateway.query<{ moment: Moment | null }>(document, { id }, { token: by })).data!.moment;
}

const none = { views: 0, likes: 0, comments: 0, shares: 0, saves: 0 };
const shown = (stats: Partial<Stats>, flags: Partial<Moment> = {}): Answer => ({
  moment: { id, likedByMe: false, savedByMe: false, stats: { ...none, ...stats }, ...flags },
  userErrors: [],
});

describe('liking, saving and sharing', () => {
  it.each<[Deed, Partial<Stats>, Partial<Moment>]>([
    ['like', { likes: 1 }, { likedByMe: true }],
    ['save', { saves: 1 }, { savedByMe: true }],
    ['share', { shares: 1 }, {}],
  ])('%s answers how it stands, the first time and every other', async (deed, stats, flags) => {
    for (let time = 0; time < 3; time += 1) expect(await perform(deed)).toEqual(shown(stats, flags));
    expect(await read(viewer)).toEqual(shown(stats, flags).moment);
    expect(await read((await aPerson(gateway)).token)).toEqual(shown(stats).moment);
    expect(await read()).toEqual(shown(stats).moment);
  });

  it.each<[Deed, Deed]>([
    ['like', 'unlike'],
    ['save', 'unsave'],
  ])('what %s did, %s takes back, and taking back what was not done changes nothing', async (deed, undo) => {
    expect(await perform(undo)).toEqual(shown({}));
    await perform(deed);
    for (let time = 0; time < 3; time += 1) expect(await perform(undo)).toEqual(shown({}));
  });

  it('on two devices at once leaves one row and the right counter', async () => {
    const both = ['like', 'like', 'save', 'save', 'share', 'share', 'like', 'save', 'share'] as const;
    const answers = await Promise.all(both.map((deed) => perform(deed)));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await read(viewer)).toEqual(
      shown({ likes: 1, saves: 1, shares: 1 }, { likedByMe: true, savedByMe: true }).moment,
    );
    await Promise.all((['unlike', 'unsave', 'unlike', 'unsave'] as const).map((deed) => perform(deed)));
    expect(await read(viewer)).toEqual(shown({ shares: 1 }).moment);
    expect(await gateway.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
  });

  it('by many is seen by everybody at once, the author’s counter with it', async () => {
    const document = 'query ($id: ID!) { moment(id: $id) { stats { likes } author { likesReceivedCount } } }';
    const before = await gateway.query<{ moment: { author: { likesReceivedCount: number } } }>(document, { id });
    const received = before.data!.moment.author.likesReceivedCount;
    const crowd = (await Promise.all(Array.from({ length: 5 }, () => aPerson(gateway)))).map(({ token }) => token);
    await Promise.all(crowd.map((by) => perform('like', { by })));
    for (const token of [undefined, viewer]) {
      const { data } = await gateway.query(document, { id }, { token });
      expect(data).toEqual({ moment: { stats: { likes: 5 }, author: { likesReceivedCount: received + 5 } } });
    }
  });

  it('and taking it back in one request is told truly at each step, for the author too', async () => {
    const fields = `moment { ${momentFields} author { likesReceivedCount } }`;
    const { data } = await gateway.query<Record<string, { moment: { author: { likesReceivedCount: number } } }>>(
      `mutation ($id: ID!) { like(momentId: $id) { ${fields} } save(momentId: $id) { ${fields} }
                             unlike(momentId: $id) { ${fields} } unsave(momentId: $id) { ${fields} } }`,
      { id },
      { token: viewer },
    );
    const received = data!.unlike!.moment.author.likesReceivedCount;
    const step = (stats: Partial<Stats>, flags: Partial<Moment>, likes: number) => ({
      moment: { ...shown(stats, flags).moment, author: { likesReceivedCount: received + likes } },
    });
    expect(data).toEqual({
      like: step({ likes: 1 }, { likedByMe: true }, 1),
      save: step({ likes: 1, saves: 1 }, { likedByMe: true, savedByMe: true }, 1),
      unlike: step({ saves: 1 }, { savedByMe: true }, 0),
      unsave: step({}, {}, 0),
    });
  });
});

describe.each(deeds)('%s', (deed) => {
  it('is for accounts alone', async () => {
    const answer = await perform(deed, { by: null });
    expect(answer).toEqual({ moment: null, userErrors: [{ code: 'UNAUTHENTICATED', field: null }] });
    expect(await read()).toEqual(shown({}).moment);
  });

  it('finds no moment that is not published or not there, and nothing by an id of another type', async () => {
    const notFound = { moment: null, userErrors: [{ code: 'NOT_FOUND', field: ['momentId'] }] };
    for (const status of ['PROCESSING', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(gateway, { momentId, status });
      expect(await perform(deed)).toEqual(notFound);
    }
    await setMomentStatus(gateway, { momentId, status: 'PUBLISHED' });
    const others = [toGlobalId('profile', profileOf(author)), toGlobalId('moment', newId()), 'mom_1', '', momentId];
    for (const of of others) expect(await perform(deed, { of })).toEqual(notFound);
    expect(await read()).toEqual(shown({}).moment);
  });
});

describe('following', () => {
  interface FollowAnswer {
    profile: object | null;
    userErrors: Answer['userErrors'];
  }
  const follow = async (deed: 'follow' | 'unfollow', by: Person, profileId: string): Promise<FollowAnswer> => {
    const { data } = await gateway.query<{ done: FollowAnswer }>(
      `mutation ($id: ID!) { done: ${deed}(profileId: $id) {
         profile { id followersCount followingCount isFollowedByMe isMe } userErrors { code field } } }`,
      { id: profileId },
      { token: by.token },
    );
    return data!.done;
  };

  it('answers how it stands, and lists the follower', async () => {
    const [fan, star] = [await aPerson(gateway), await aPerson(gateway)];
    for (let time = 0; time < 2; time += 1) {
      expect(await follow('follow', fan, star.profileId)).toMatchObject({
        profile: { followersCount: 1, isFollowedByMe: true, isMe: false },
        userErrors: [],
      });
    }
    const { data } = await gateway.query(
      `{ profile(id: "${star.profileId}") { likesReceivedCount followers { edges { node { id } } pageInfo { hasNextPage } } } }`,
    );
    expect(data?.profile).toEqual({
      likesReceivedCount: 0,
      followers: { edges: [{ node: { id: fan.profileId } }], pageInfo: { hasNextPage: false } },
    });
    expect(await follow('unfollow', fan, star.profileId)).toMatchObject({
      profile: { followersCount: 0, isFollowedByMe: false },
    });
  });

  it('is not for oneself', async () => {
    const narcissus = await aPerson(gateway);
    const answer = await follow('follow', narcissus, narcissus.profileId);
    expect(answer).toEqual({ profile: null, userErrors: [{ code: 'INVALID_INPUT', field: ['profileId'] }] });
  });
});
