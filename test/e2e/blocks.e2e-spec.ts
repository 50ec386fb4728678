import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
/** Ada blocks bob; both know eve, and everybody had to do with everybody before. */
let [ada, bob, eve]: Person[] = [];
let adas: Ids;
let bobs: Ids;
let evesMoment: string;

/** All by which somebody's things are named: `commentAtEves` is what they wrote under eve's moment. */
type Ids = Record<'profileId' | 'handle' | 'momentId' | 'commentId' | 'commentAtEves', string>;

const nobodys = (): Ids => ({
  profileId: toGlobalId('profile', newId()),
  handle: `n${randomUUID().slice(0, 12)}`,
  momentId: toGlobalId('moment', newId()),
  commentId: toGlobalId('comment', newId()),
  commentAtEves: toGlobalId('comment', newId()),
});

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
  [ada, bob, eve] = [await aPerson(gateway), await aPerson(gateway), await aPerson(gateway)];
  evesMoment = toGlobalId('moment', await aPublishedMoment(gateway, { authorId: eve.accountId }));
  [adas, bobs] = [await idsOf(ada), await idsOf(bob)];
  for (const [one, other] of [
    [ada, bobs],
    [bob, adas],
  ] as const) {
    await send(one, `mutation { follow(profileId: "${other.profileId}") { userErrors { code } } }`);
    await send(one, `mutation { follow(profileId: "${eve.profileId}") { userErrors { code } } }`);
    await send(eve, `mutation { follow(profileId: "${other.profileId}") { userErrors { code } } }`);
    for (const deed of ['like', 'save']) {
      await send(one, `mutation { ${deed}(momentId: "${other.momentId}") { userErrors { code } } }`);
    }
    await comment(one, other.momentId);
    await send(one, `mutation { mute(profileId: "${other.profileId}") { userErrors { code } } }`);
    await send(one, `mutation { unmute(profileId: "${other.profileId}") { userErrors { code } } }`);
  }
  expect(await send(ada, `mutation { block(profileId: "${bob.profileId}") { userErrors { code } } }`)).toEqual({
    block: { userErrors: [] },
  });
});

afterAll(() => gateway.close());

async function ask(who: Person | undefined, document: string): Promise<{ data: unknown; errors: unknown }> {
  const { status, data, errors } = await gateway.query(document, {}, { token: who?.token });
  expect(status).toBe(200);
  return { data, errors };
}

async function send<Data>(who: Person | undefined, document: string): Promise<Data> {
  const { data, errors } = await ask(who, document);
  expect(errors).toBeUndefined();
  return data as Data;
}

async function comment(who: Person, momentId: string): Promise<string> {
  const input = `momentId: "${momentId}", text: "${randomUUID()}", idempotencyKey: "${randomUUID()}"`;
  const { addComment } = await send<{ addComment: { comment: { id: string } } }>(
    who,
    `mutation { addComment(input: { ${input} }) { comment { id } } }`,
  );
  return addComment.comment.id;
}

async function idsOf(who: Person): Promise<Ids> {
  const momentId = toGlobalId('moment', await aPublishedMoment(gateway, { authorId: who.accountId }));
  const { profile } = await send<{ profile: { handle: string } }>(
    who,
    `{ profile(id: "${who.profileId}") { handle } }`,
  );
  return {
    profileId: who.profileId,
    handle: profile.handle,
    momentId,
    commentId: await comment(who, momentId),
    commentAtEves: await comment(who, evesMoment),
  };
}

/** Every mutation that names a profile, a moment or a comment and nothing else that it needs. */
async function mutationsAbout(argument: 'profileId' | 'momentId' | 'commentId'): Promise<string[]> {
  interface Field {
    name: string;
    args: { name: string; type: { kind: string } }[];
  }
  const { __schema } = await send<{ __schema: { mutationType: { fields: Field[] } } }>(
    undefined,
    '{ __schema { mutationType { fields { name args { name type { kind } } } } } }',
  );
  return __schema.mutationType.fields
    .filter(({ args }) => args.filter(({ type }) => type.kind === 'NON_NULL').every(({ name }) => name === argument))
    .filter(({ args }) => args.some(({ name }) => name === argument))
    .map(({ name }) => name);
}

const page = '{ edges { node { id } } pageInfo { hasNextPage startCursor endCursor } }';
const errors = 'userErrors { code reason field message }';

/** What somebody can ask about a profile. */
const aboutProfiles = async (): Promise<((ids: Ids) => string)[]> => [
  ({ profileId }) => `{ profile(id: "${profileId}") { id handle isBlockedByMe followersCount moments ${page} } }`,
  ({ handle }) => `{ profile(handle: "${handle}") { id displayName followers ${page} following ${page} } }`,
  ({ profileId }) => `{ node(id: "${profileId}") { __typename id } }`,
  ...(await mutationsAbout('profileId')).map(
    (name) => (ids: Ids) => `mutation { ${name}(profileId: "${ids.profileId}") { profile { id } ${errors} } }`,
  ),
];

/** What somebody can ask about what another has made. */
const aboutWorks = async (): Promise<((ids: Ids) => string)[]> => [
  ({ momentId }) => `{ moment(id: "${momentId}") { id caption author { id } stats { likes } likedByMe } }`,
  ({ momentId, commentId }) => `{ nodes(ids: ["${momentId}", "${commentId}"]) { __typename id } }`,
  ({ commentAtEves }) => `{ node(id: "${commentAtEves}") { __typename id ... on Comment { text author { id } } } }`,
  ...(await mutationsAbout('momentId')).map(
    (name) => (ids: Ids) => `mutation { ${name}(momentId: "${ids.momentId}") { ${errors} } }`,
  ),
  ...(await mutationsAbout('commentId')).flatMap((name) =>
    (['commentId', 'commentAtEves'] as const).map(
      (which) => (ids: Ids) => `mutation { ${name}(commentId: "${ids[which]}") { ${errors} } }`,
    ),
  ),
  ({ momentId }) => `mutation { updateMoment(input: { momentId: "${momentId}", caption: "x" }) { ${errors} } }`,
  ({ momentId }) =>
    `mutation { addComment(input: { momentId: "${momentId}", text: "Hi", idempotencyKey: "k" }) { ${errors} } }`,
  ({ commentAtEves }) =>
    `mutation { addComment(input: { momentId: "${evesMoment}", replyToId: "${commentAtEves}", text: "Hi",
                                    idempotencyKey: "r" }) { ${errors} } }`,
];

const reports: ((ids: Ids) => string)[] = (['profileId', 'momentId', 'commentAtEves'] as const).map(
  (which) => (ids: Ids) => `mutation { report(input: { subjectId: "${ids[which]}", reason: SPAM }) }`,
);

const isRefusal = (answer: string) => answer.includes('NOT_FOUND') || answer.includes('null');

/** Compares, byte for byte, what is answered about somebody with what is answered about nobody. */
async function expectNobody(who: Person, questions: readonly ((ids: Ids) => string)[], ids: Ids): Promise<void> {
  expect(questions.length).toBeGreaterThan(5);
  for (const question of questions) {
    const nobody = nobodys();
    const [there, nowhere] = [
      JSON.stringify(await ask(who, question(ids))),
      JSON.stringify(await ask(who, question(nobody))),
    ];
    const same = Object.keys(ids).reduce(
      (text, key) => text.replaceAll(ids[key as keyof Ids], nobody[key as keyof Ids]),
      there,
    );
    expect(`${question(nobody)} → ${same}`).toBe(`${question(nobody)} → ${nowhere}`);
    expect(isRefusal(nowhere)).toBe(true);
  }
}

describe('whoever is blocked', () => {
  it('is answered about the blocker as about nobody at all', async () => {
    await expectNobody(bob!, [...(await aboutProfiles()), ...reports], adas);
  });

  it('is answered about what the blocker made as about nothing at all', async () => {
    await expectNobody(bob!, await aboutWorks(), adas);
  });
});

describe('the blocker', () => {
  it('is answered about what the blocked made as about nothing at all', async () => {
    await expectNobody(ada!, await aboutWorks(), bobs);
  });

  it('sees the shell of the blocked: a name to unblock, and nothing made and nobody tied', async () => {
    const lists = `followers ${page} following ${page} moments ${page}`;
    const fields = `id handle displayName bio badges isBlockedByMe isFollowedByMe isMutedByMe
                    followersCount followingCount likesReceivedCount ${lists}`;
    const empty = { edges: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } };
    const found = await send<Record<'byId' | 'byHandle', object>>(
      ada,
      `{ byId: profile(id: "${bobs.profileId}") { ${fields} } byHandle: profile(handle: "${bobs.handle}") { ${fields} } }`,
    );
    const shell = {
      id: bobs.profileId,
      handle: bobs.handle,
      bio: '',
      badges: [],
      isBlockedByMe: true,
      isFollowedByMe: false,
      isMutedByMe: false,
      followersCount: 0,
      followingCount: 0,
      likesReceivedCount: 0,
      followers: empty,
      following: empty,
      moments: empty,
    };
    expect(found).toMatchObject({ byId: shell, byHandle: shell });
    expect(await send(ada, `{ me { blockedProfiles ${page} } }`)).toMatchObject({
      me: { blockedProfiles: { edges: [{ node: { id: bobs.profileId } }] } },
    });
  });

  it('can do nothing with the blocked but block, unblock and report', async () => {
    for (const report of reports) expect(await send(ada, report(bobs))).toEqual({ report: true });
    const deeds = (await mutationsAbout('profileId')).filter((each) => !['block', 'unblock'].includes(each));
    expect(deeds).toContain('follow');
    for (const name of deeds) {
      const answer = await send(
        ada,
        `mutation { it: ${name}(profileId: "${bobs.profileId}") { userErrors { code field } } }`,
      );
      expect({ [name]: answer }).toEqual({
        [name]: { it: { userErrors: [{ code: 'NOT_FOUND', field: ['profileId'] }] } },
      });
    }
  });
});

describe('two who are apart', () => {
  const listsOf = (person: Person) => `{
    feed(first: 50) { edges { node { id author { id } } } }
    following: feed(surface: FOLLOWING, first: 50) { edges { node { id author { id } } } }
    me { savedMoments ${page} profile { followers ${page} following ${page} } mutedProfiles ${page} }
    moment(id: "${evesMoment}") { comments(first: 50) { edges { node { id author { id } } } } }
    profile(id: "${person.profileId}") { followers ${page} following ${page} }
  }`;

  it('find nothing of each other in any list, where somebody else finds both', async () => {
    for (const [who, other] of [
      [ada, bobs],
      [bob, adas],
    ] as const) {
      const seen = JSON.stringify(await send(who, listsOf(eve!)));
      for (const [what, id] of Object.entries(other)) expect([what, seen.includes(id)]).toEqual([what, false]);
      expect(seen).toContain(eve!.profileId);
    }
    for (const anybody of [eve, undefined]) {
      const seen = JSON.stringify(
        await send(
          anybody,
          `{ feed(first: 50) { edges { node { id author { id handle } } } }
             moment(id: "${evesMoment}") { comments(first: 50) { edges { node { id } } } }
             profile(id: "${eve!.profileId}") { followers ${page} following ${page} } }`,
        ),
      );
      for (const { profileId, momentId, commentAtEves } of [adas, bobs]) {
        for (const id of [profileId, momentId, commentAtEves]) expect([id, seen.includes(id)]).toEqual([id, true]);
      }
    }
  });

  it('see each other again after unblocking, and follow each other no longer', async () => {
    const [stranger, other] = [await aPerson(gateway), await aPerson(gateway)];
    const call = (who: Person, name: string, whom: Person) =>
      send(
        who,
        `mutation { it: ${name}(profileId: "${whom.profileId}") {
           profile { id isBlockedByMe isFollowedByMe followersCount } userErrors { code } } }`,
      );
    const profile = { id: other.profileId, isBlockedByMe: false, isFollowedByMe: false, followersCount: 0 };
    await call(stranger, 'follow', other);
    for (let time = 0; time < 2; time += 1) {
      const blocked = { ...profile, isBlockedByMe: true };
      expect(await call(stranger, 'block', other)).toEqual({ it: { profile: blocked, userErrors: [] } });
    }
    for (let time = 0; time < 2; time += 1) {
      expect(await call(stranger, 'unblock', other)).toEqual({ it: { profile, userErrors: [] } });
    }
    const { profile: seen } = await send<{ profile: object }>(other, `{ profile(id: "${stranger.profileId}") { id } }`);
    expect(seen).toEqual({ id: stranger.profileId });
  });
});
