import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, fromGlobalId, minutes, type MomentId, toGlobalId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson } from '../support/person.js';
import { statementsOf } from '../support/statements.js';

let gateway: TestGateway;
let world: { database: Database };
let author: AccountId;
let made: string[];

beforeAll(async () => {
  gateway = await startGateway();
  world = { database: gateway.app.get(Database) };
  author = await anAccount(world);
  const moments: MomentId[] = [];
  for (let index = 0; index < 12; index += 1) {
    const publishedAt = new Date(Date.now() - minutes(index + 1));
    moments.push(
      await aPublishedMoment(world, { authorId: index % 2 === 0 ? author : await anAccount(world), publishedAt }),
    );
  }
  made = moments.map((id) => toGlobalId('moment', id));
});

afterAll(() => gateway.close());

interface UserError {
  code: string;
  field: string[] | null;
}
interface Profile {
  id: string;
  followersCount: number;
  followingCount: number;
  likesReceivedCount: number;
  isMe: boolean;
  isFollowedByMe: boolean;
  followers: { edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } };
}
interface Moment {
  id: string;
  author: Profile;
  stats: { views: number; likes: number; comments: number; shares: number; saves: number };
  likedByMe: boolean;
}
interface Feed {
  edges: { cursor: string; node: Moment; playbackToken: string; promoted: boolean }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  sessionId: string;
}

const feedDocument = `query ($surface: FeedSurface!, $first: Int, $after: String) {
  feed(surface: $surface, first: $first, after: $after) {
    edges { cursor playbackToken promoted node {
      id caption likedByMe stats { views likes comments shares saves }
      author { id handle displayName isFollowedByMe followersCount }
      video { hlsUrl durationMs poster { url width height thumbhash } } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    sessionId
  }
}`;

const askFeed = (token: string | undefined, variables: Record<string, unknown> = {}) =>
  gateway.query<{ feed: Feed }>(feedDocument, { surface: 'FOR_YOU', ...variables }, { token });

const feed = async (token: string | undefined, variables?: Record<string, unknown>): Promise<Feed> => {
  const { data, errors } = await askFeed(token, variables);
  expect(errors).toBeUndefined();
  return data!.feed;
};

async function mutate<Payload>(token: string | undefined, field: string, selection: string): Promise<Payload> {
  const { data, errors } = await gateway.query<Record<string, Payload>>(
    `mutation { it: ${field} { ${selection} userErrors { code field } } }`,
    {},
    { token },
  );
  expect(errors).toBeUndefined();
  return data!.it!;
}

// Read once every few seconds for everybody, by whichever request comes by.
const ofEverybody = ['feed.newest', 'feed.popular', 'identity.rollouts', 'settings.newest'];
// Read once every few seconds for all requests of one viewer.
const ofTheViewer = ['identity.account_state', 'identity.session_state'];
const ofTheRequest = (all: string[]) => all.filter((name) => ![...ofEverybody, ...ofTheViewer].includes(name));

interface NodeList {
  edges: { node: { id: string } }[];
}
interface Lists {
  edges: { node: { id: string; author: Record<'moments' | 'followers' | 'following', NodeList> & { id: string } } }[];
}
const listsDocument = `{ feed(first: 10) { edges { node { author { id
  moments(first: 2) { edges { node { id } } }
  followers(first: 2) { edges { node { id } } }
  following(first: 2) { edges { node { id } } } } } } } }`;

interface MomentAnswer {
  moment: Moment | null;
  userErrors: UserError[];
}
interface ProfileAnswer {
  profile: Profile | null;
  userErrors: UserError[];
}
const momentFields = 'moment { id likedByMe stats { likes } }';
const profileFields = 'profile { id followersCount followingCount isFollowedByMe isMe }';
const like = (token: string | undefined, id: string) =>
  mutate<MomentAnswer>(token, `like(momentId: "${id}")`, momentFields);
const unlike = (token: string, id: string) => mutate<MomentAnswer>(token, `unlike(momentId: "${id}")`, momentFields);
const follow = (token: string | undefined, id: string) =>
  mutate<ProfileAnswer>(token, `follow(profileId: "${id}")`, profileFields);
const unfollow = (token: string, id: string) =>
  mutate<ProfileAnswer>(token, `unfollow(profileId: "${id}")`, profileFields);

describe('the feed', () => {
  it('is read page by page to its end, each moment once, with counters and the viewer’s flags', async () => {
    const { token } = await aPerson(gateway);
    const first = await feed(token, { first: 5 });
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]!.cursor,
      endCursor: first.edges[4]!.cursor,
    });
    expect(first.sessionId).toMatch(/^fse_[0-9a-f]{32}$/);
    expect(first.edges[0]!.node).toMatchObject({
      likedByMe: false,
      stats: { views: 0, comments: 0, shares: 0, saves: 0 },
      author: { isFollowedByMe: false },
    });
    const rest = await feed(token, { first: 50, after: first.pageInfo.endCursor });
    expect(rest.sessionId).toBe(first.sessionId);
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const served = [...first.edges, ...rest.edges].map(({ node }) => node.id);
    expect(served).toHaveLength(12);
    expect(new Set(served)).toEqual(new Set(made));
  });

  describe('takes five statements at most, each of them once,', () => {
    let known: string;
    let after: string | null;
    beforeAll(async () => {
      known = (await aPerson(gateway)).token;
      after = (await feed(known, { first: 5 })).pageInfo.endCursor;
    });

    it.each<[string, () => Promise<[string | undefined, object]>]>([
      ['for a viewer who was here before', () => Promise.resolve([known, {}])],
      ['for their next page', () => Promise.resolve([known, { after }])],
      ['for somebody who has not signed in', () => Promise.resolve([undefined, {}])],
      ['for a viewer whom this gateway has not seen', async () => [(await aPerson(gateway)).token, {}]],
    ])('%s', async (_, whoAndWhat) => {
      const [token, page] = await whoAndWhat();
      const own = ofTheRequest(await statementsOf(() => feed(token, { first: 10, ...page })));
      expect(new Set(own).size).toBe(own.length);
      // What is the same for everybody is not read again within seconds; what is the viewer's own always is.
      const viewersOwn = ['feed.engagement', 'feed.hidden', 'social.profile-connections'];
      expect(own).toEqual(expect.arrayContaining(viewersOwn));
      const everybodys = ['identity.profiles_by_id', 'moments.by_ids'];
      expect([...viewersOwn, ...everybodys]).toEqual(expect.arrayContaining(own));
    });

    it('and two to learn who a viewer is whom it has not seen', async () => {
      const { token } = await aPerson(gateway);
      const first = await statementsOf(() => feed(token, { first: 10 }));
      const viewer = first.filter((name) => ofTheViewer.includes(name));
      expect(viewer.toSorted()).toEqual(ofTheViewer);
      const anonymous = await statementsOf(() => feed(undefined, { first: 10 }));
      expect(anonymous.filter((name) => ofTheViewer.includes(name))).toEqual([]);
    });
  });

  it('takes one statement for each kind of list below it, however many authors there are', async () => {
    const fans = [await aPerson(gateway), await aPerson(gateway), await aPerson(gateway)];
    const { edges } = await feed(fans[0]!.token, { first: 10 });
    const authors = [...new Set(edges.map(({ node }) => node.author.id))];
    for (const id of authors.slice(0, 3)) for (const { token } of fans) await follow(token, id);
    let listed: Lists | undefined;
    const all = await statementsOf(async () => {
      const { data, errors } = await gateway.query<{ feed: Lists }>(listsDocument, {}, { token: fans[0]!.token });
      expect(errors).toBeUndefined();
      listed = data!.feed;
    });
    // Moments and authors were read for everybody within the last seconds, or are read now.
    const own = ofTheRequest(all).filter((name) => name !== 'moments.by_ids');
    const followersAndAuthors = own.filter((name) => name === 'identity.profiles_by_id');
    expect(followersAndAuthors.length).toBeLessThanOrEqual(2);
    expect(own.filter((name) => name !== 'identity.profiles_by_id').toSorted()).toEqual([
      'feed.hidden',
      'moments.published_by',
      'social.followers',
      'social.following',
    ]);
    expect(listed!.edges).toHaveLength(10);
    for (const { node } of listed!.edges) {
      const { id, moments, followers, following } = node.author;
      // Of one author there are six, of the others one each.
      const theirs = made.filter((_, index) => (index % 2 === 0) === (id === toGlobalId('profile', author as never)));
      expect(moments.edges.every((edge) => theirs.includes(edge.node.id))).toBe(true);
      expect(moments.edges).toHaveLength(id === toGlobalId('profile', author as never) ? 2 : 1);
      const newest = [fans[2]!.profileId, fans[1]!.profileId];
      expect(followers.edges.map((edge) => edge.node.id)).toEqual(authors.slice(0, 3).includes(id) ? newest : []);
      expect(following.edges).toEqual([]);
    }
  });

  it('gives lists below one profile that differ by their arguments', async () => {
    const { data } = await gateway.query<{ profile: Record<'one' | 'two' | 'rest', Lists> }>(
      `query ($id: ID!, $after: String) { profile(id: $id) {
         one: moments(first: 1) { edges { cursor node { id } } } two: moments(first: 2) { edges { cursor node { id } } }
         rest: moments(after: $after) { edges { cursor node { id } } } } }`,
      { id: toGlobalId('profile', author as never), after: null },
    );
    const ids = ({ edges }: Lists) => edges.map(({ node }) => node.id);
    const own = made.filter((_, index) => index % 2 === 0);
    expect([ids(data!.profile.one), ids(data!.profile.two)]).toEqual([own.slice(0, 1), own.slice(0, 2)]);
    expect(ids(data!.profile.rest)).toEqual(own);
  });

  it('is open to those who have not signed in, but FOLLOWING is not', async () => {
    expect((await feed(undefined, { first: 3 })).edges).toHaveLength(3);
    const { errors } = await askFeed(undefined, { surface: 'FOLLOWING' });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('refuses cursors of others and of nobody, and pages of a wrong size', async () => {
    const [mine, theirs] = [await aPerson(gateway), await aPerson(gateway)];
    const after = (await feed(mine.token)).pageInfo.endCursor;
    for (const variables of [{ after }, { after: 'garbage' }, { first: 0 }]) {
      const { errors } = await askFeed(theirs.token, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
    }
  });

  it('of FOLLOWING shows those whom the viewer follows', async () => {
    const { token } = await aPerson(gateway);
    expect((await feed(token, { surface: 'FOLLOWING' })).edges).toEqual([]);
    await follow(token, toGlobalId('profile', author as never));
    const { edges, pageInfo } = await feed(token, { surface: 'FOLLOWING', first: 4 });
    expect(edges.map(({ node }) => node.id)).toEqual(made.filter((_, index) => index % 2 === 0).slice(0, 4));
    expect(edges[0]!.node.author.isFollowedByMe).toBe(true);
    expect(pageInfo.hasNextPage).toBe(true);
  });
});

describe('liking', () => {
  let id: string;
  beforeEach(async () => {
    id = toGlobalId('moment', await aPublishedMoment(world, { authorId: author, publishedAt: new Date(0) }));
  });

  it('answers how it stands, the first time and every other', async () => {
    const { token } = await aPerson(gateway);
    for (let time = 0; time < 2; time += 1) {
      expect(await like(token, id)).toEqual({ moment: { id, likedByMe: true, stats: { likes: 1 } }, userErrors: [] });
    }
    for (let time = 0; time < 2; time += 1) {
      expect(await unlike(token, id)).toMatchObject({ moment: { likedByMe: false, stats: { likes: 0 } } });
    }
  });

  it('and taking it back in one request is told truly at each step', async () => {
    const { token } = await aPerson(gateway);
    const { data } = await gateway.query<Record<string, MomentAnswer>>(
      `mutation { a: like(momentId: "${id}") { ${momentFields} } b: unlike(momentId: "${id}") { ${momentFields} } }`,
      {},
      { token },
    );
    expect(data).toMatchObject({ a: { moment: { stats: { likes: 1 } } }, b: { moment: { stats: { likes: 0 } } } });
  });

  it('needs an account and a moment that is there', async () => {
    expect(await like(undefined, id)).toMatchObject({ moment: null, userErrors: [{ code: 'UNAUTHENTICATED' }] });
    const { token } = await aPerson(gateway);
    await setMomentStatus(world, { momentId: fromGlobalId('moment', id)!, status: 'REMOVED' });
    for (const gone of [id, 'mom_1', toGlobalId('profile', author as never)]) {
      const answer = await like(token, gone);
      expect(answer).toEqual({ moment: null, userErrors: [{ code: 'NOT_FOUND', field: ['momentId'] }] });
    }
  });
});

describe('following', () => {
  it('answers how it stands, and lists the follower', async () => {
    const [fan, star] = [await aPerson(gateway), await aPerson(gateway)];
    for (let time = 0; time < 2; time += 1) {
      expect(await follow(fan.token, star.profileId)).toMatchObject({
        profile: { followersCount: 1, isFollowedByMe: true, isMe: false },
        userErrors: [],
      });
    }
    const { data } = await gateway.query<{ profile: Profile }>(
      `{ profile(id: "${star.profileId}") { likesReceivedCount followers { edges { node { id } } pageInfo { hasNextPage } } } }`,
    );
    expect(data!.profile).toEqual({
      likesReceivedCount: 0,
      followers: { edges: [{ node: { id: fan.profileId } }], pageInfo: { hasNextPage: false } },
    });
    expect(await unfollow(fan.token, star.profileId)).toMatchObject({
      profile: { followersCount: 0, isFollowedByMe: false },
    });
  });

  it('is not for oneself', async () => {
    const { token, profileId } = await aPerson(gateway);
    const answer = await follow(token, profileId);
    expect(answer).toEqual({ profile: null, userErrors: [{ code: 'INVALID_INPUT', field: ['profileId'] }] });
  });
});

describe('reporting views', () => {
  const report = async (token: string | undefined, events: Record<string, unknown>[]) => {
    const { data, errors } = await gateway.query<{ recordViews: Record<string, unknown> }>(
      `mutation ($input: RecordViewsInput!) { recordViews(input: $input) {
         accepted duplicates rejected { id code } userErrors { code field } } }`,
      { input: { events } },
      { token },
    );
    expect(errors).toBeUndefined();
    return data!.recordViews;
  };

  it('is accepted once, and keeps what was watched out of the feed', async () => {
    const { token } = await aPerson(gateway);
    const { edges } = await feed(token, { first: 2 });
    const [watched, other] = edges;
    const event = {
      id: randomUUID(),
      playbackToken: watched!.playbackToken,
      watchedMs: 3_000,
      occurredAt: new Date().toISOString(),
    };
    const bad = { ...event, id: 'bad', playbackToken: `${other!.playbackToken.slice(1)}A` };
    expect(await report(token, [event, event, bad])).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [{ id: 'bad', code: 'INVALID_TOKEN' }],
      userErrors: [],
    });
    expect(await report(token, [event])).toMatchObject({ accepted: 0, duplicates: 1 });
    const again = await feed(token, { first: 50 });
    expect(again.edges.map(({ node }) => node.id)).not.toContain(watched!.node.id);
    expect(again.edges.map(({ node }) => node.id)).toContain(other!.node.id);
  });

  it('takes the views of those who have not signed in', async () => {
    const { edges } = await feed(undefined, { first: 1 });
    const event = {
      id: randomUUID(),
      playbackToken: edges[0]!.playbackToken,
      watchedMs: 3_000,
      loops: null,
      positionMs: 2_000,
      occurredAt: new Date().toISOString(),
    };
    expect(await report(undefined, [event])).toMatchObject({ accepted: 1 });
  });

  it('is refused as a whole beyond two hundred events', async () => {
    const event = { playbackToken: 'x', watchedMs: 1, occurredAt: new Date().toISOString() };
    const events = Array.from({ length: 201 }, (_, index) => ({ ...event, id: String(index) }));
    expect(await report(undefined, events)).toMatchObject({
      userErrors: [{ code: 'INVALID_INPUT', field: ['events'] }],
    });
  });
});
