import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, minutes, type MomentId, toGlobalId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson } from '../support/person.js';
import { ofTheRequest, ofTheViewer, statementsOf } from '../support/statements.js';

let gateway: TestGateway;
let author: AccountId;
let made: string[];

beforeAll(async () => {
  gateway = await startGateway();
  author = await anAccount(gateway);
  const moments: MomentId[] = [];
  for (let index = 0; index < 12; index += 1) {
    const publishedAt = new Date(Date.now() - minutes(index + 1));
    moments.push(
      await aPublishedMoment(gateway, { authorId: index % 2 === 0 ? author : await anAccount(gateway), publishedAt }),
    );
  }
  made = moments.map((id) => toGlobalId('moment', id));
});

afterAll(() => gateway.close());

interface Moment {
  id: string;
  author: { id: string; isFollowedByMe: boolean };
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

async function follow(token: string, profileId: string): Promise<void> {
  const { data } = await gateway.query(
    'mutation ($profileId: ID!) { follow(profileId: $profileId) { userErrors { code } } }',
    { profileId },
    { token },
  );
  expect(data).toEqual({ follow: { userErrors: [] } });
}

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
