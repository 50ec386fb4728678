import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { minutes, type MomentId, toGlobalId } from '@moments/kernel';
import { SavesService } from '@moments/social';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock, aFollow, aLike } from '@moments/testing/social';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { ofTheRequest, ownStatementsOf, statementsOf } from '../support/statements.js';

let gateway: TestGateway;
const authorHandle = 'page.author';
let author: Person;
let viewer: Person;
let made: MomentId[];

beforeAll(async () => {
  gateway = await startGateway();
  [author, viewer] = [await aPerson(gateway, { handle: authorHandle }), await aPerson(gateway)];
  made = [];
  for (let index = 0; index < 60; index += 1) {
    const publishedAt = new Date(Date.now() - minutes(index));
    made.push(await aPublishedMoment(gateway, { authorId: author.accountId, publishedAt }));
  }
  await aFollow(gateway, { followerId: viewer.accountId, followeeId: author.accountId });
  for (const momentId of made.slice(0, 10)) {
    await aLike(gateway, { accountId: viewer.accountId, momentId, authorId: author.accountId });
  }
  await save(...made.slice(5, 15));
});

afterAll(() => gateway.close());

async function save(...moments: MomentId[]): Promise<void> {
  const saves = gateway.app.get(SavesService);
  for (const momentId of moments) await saves.save({ accountId: viewer.accountId, momentId });
}

interface MomentNode {
  id: string;
  likedByMe: boolean;
  savedByMe: boolean;
  stats: { likes: number; saves: number };
  author: { id: string; handle: string };
}
interface MomentList {
  edges: { cursor: string; node: MomentNode }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const momentsFields = `edges { cursor node {
    id kind caption hashtags commentsEnabled shareUrl publishedAt likedByMe savedByMe
    stats { views likes comments shares saves }
    author { id handle displayName isFollowedByMe isBlockedByMe }
    video { hlsUrl preview durationMs width height poster { url width height thumbhash } }
  } }
  pageInfo { hasNextPage endCursor }`;
const pageDocument = `query ($handle: String!, $first: Int!) { profile(handle: $handle) {
  id handle displayName bio badges followersCount followingCount likesReceivedCount
  isMe isFollowedByMe isBlockedByMe isMutedByMe avatar { url width height thumbhash }
  moments(first: $first) { ${momentsFields} }
} }`;

async function openPage(token: string | undefined, first: number) {
  const { data, errors } = await gateway.query<{ profile: { moments: MomentList } & Record<string, unknown> }>(
    pageDocument,
    { handle: authorHandle, first },
    { token },
  );
  expect(errors).toBeUndefined();
  return data!.profile;
}

describe('the page of a profile', () => {
  it('shows counters, flags and moments as they stand', async () => {
    const { moments, ...profile } = await openPage(viewer.token, 20);
    expect(profile).toMatchObject({
      handle: authorHandle,
      followersCount: 1,
      likesReceivedCount: 10,
      isMe: false,
      isFollowedByMe: true,
      isBlockedByMe: false,
    });
    expect(moments.edges.map(({ node }) => node.id)).toEqual(made.slice(0, 20).map((id) => toGlobalId('moment', id)));
    expect(moments.pageInfo.hasNextPage).toBe(true);
    for (const [index, { node }] of moments.edges.entries()) {
      const [liked, saved] = [index < 10, index >= 5 && index < 15];
      expect(node).toMatchObject({ likedByMe: liked, savedByMe: saved, author: { handle: authorHandle } });
      expect(node.stats).toMatchObject({ likes: Number(liked), saves: Number(saved) });
    }
  });

  it.each([1, 20, 50])(
    'takes four statements for a viewer who has signed in when it shows %d moments',
    async (first) => {
      const all = await statementsOf(async () =>
        expect((await openPage(viewer.token, first)).moments.edges).toHaveLength(first),
      );
      expect(ofTheRequest(all).toSorted()).toEqual([
        'feed.engagement',
        'identity.profile_by_handle',
        'moments.published_by',
        'social.profile-connections',
      ]);
    },
  );

  it('takes no more for somebody whom this gateway has not seen, nor without an account', async () => {
    const stranger = await aPerson(gateway);
    for (const token of [stranger.token, undefined]) {
      const all = await statementsOf(() => openPage(token, 20));
      expect(ofTheRequest(all).length).toBeLessThanOrEqual(4);
    }
  });
});

describe('the list of saved moments', () => {
  async function saved(token: string | undefined, variables: { first: number; after?: string | null }) {
    const { data, errors } = await gateway.query<{ me: { savedMoments: MomentList } | null }>(
      `query ($first: Int!, $after: String) { me { savedMoments(first: $first, after: $after) { ${momentsFields} } } }`,
      variables,
      { token },
    );
    return { list: data?.me?.savedMoments, errors };
  }
  const lastSavedFirst = () =>
    made
      .slice(5, 15)
      .toReversed()
      .map((id) => toGlobalId('moment', id));
  const idsOf = (list: MomentList | undefined) => list?.edges.map(({ node }) => node.id);

  it('is one’s own alone, read page by page, last saved first', async () => {
    const { list } = await saved(viewer.token, { first: 6 });
    expect(idsOf(list)).toEqual(lastSavedFirst().slice(0, 6));
    expect(list!.edges.every(({ node }) => node.savedByMe)).toBe(true);
    const { list: rest } = await saved(viewer.token, { first: 6, after: list!.pageInfo.endCursor });
    expect(idsOf(rest)).toEqual(lastSavedFirst().slice(6));
    expect([list!.pageInfo.hasNextPage, rest!.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(idsOf((await saved(author.token, { first: 6 })).list)).toEqual([]);
    expect((await saved(undefined, { first: 6 })).list).toBeUndefined();
  });

  it('refuses cursors of other lists, and pages of a wrong size', async () => {
    for (const variables of [{ first: 5, after: 'garbage' }, { first: 0 }, { first: 51 }]) {
      const { errors } = await saved(viewer.token, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
    }
  });

  it('takes as many statements for fifty as for one', async () => {
    const [one, fifty] = [
      await ownStatementsOf(() => saved(viewer.token, { first: 1 })),
      await ownStatementsOf(() => saved(viewer.token, { first: 50 })),
    ];
    expect(fifty).toEqual(one);
    expect(new Set(fifty).size).toBe(fifty.length);
  });

  it('leaves out what is gone and whose author has blocked one, and its pages stay full', async () => {
    const other = await anAccount(gateway);
    await setMomentStatus(gateway, { momentId: made[14]!, status: 'REMOVED' });
    const theirs = await aPublishedMoment(gateway, { authorId: other });
    await save(theirs);
    expect(idsOf((await saved(viewer.token, { first: 2 })).list)?.[0]).toBe(toGlobalId('moment', theirs));
    await aBlock(gateway, { blockerId: other, blockedId: viewer.accountId });
    const { list } = await saved(viewer.token, { first: 3 });
    expect(idsOf(list)).toEqual(lastSavedFirst().slice(1, 4));
  });
});
