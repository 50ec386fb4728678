import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, timeCursor, toGlobalId } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { commentDeeds, commentPayload, type CommentPayload, CommentsClient, refused } from '../support/comments.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { statementsOf } from '../support/statements.js';

let gateway: TestGateway;
let world: { database: Database };
let comments: CommentsClient;
/** Ada's moments; bob writes, eve reads. */
let ada: Person;
let bob: Person;
let eve: Person;
let momentId: string;

beforeAll(async () => {
  gateway = await startGateway();
  world = { database: gateway.app.get(Database) };
  comments = new CommentsClient(gateway);
  [ada, bob, eve] = [await aPerson(gateway), await aPerson(gateway), await aPerson(gateway)];
  const spam = { perMinute: 1_000, perDay: 10_000, links: { max: 0, fromAccountHours: 24 }, words: ['casino'] };
  const repeats = { windowMinutes: 10, underOneMoment: 1, anywhere: 5 };
  await gateway.app.get(Settings).set('social.comment_spam', { ...spam, repeats }, 'test');
});
beforeEach(async () => {
  momentId = toGlobalId('moment', await aPublishedMoment(world, { authorId: ada.accountId }));
});
afterAll(() => gateway.close());

const add = (input: Record<string, unknown> = {}, who = bob) => comments.add({ momentId, ...input }, who);
const added = (input: Record<string, unknown> = {}, who = bob) => comments.added({ momentId, ...input }, who);
const list = (paging: string, who?: Person) => comments.list(momentId, paging, who);

describe('comments over HTTP', () => {
  it('are written, answered and read by everybody, with what is the reader’s own', async () => {
    const { comment } = await add({ text: 'Wow' });
    expect(comment).toMatchObject({
      ...{ text: 'Wow', likesCount: 0, repliesCount: 0, likedByMe: false, pinned: false },
      ...{ moment: { id: momentId, stats: { comments: 1 } }, author: { isMe: true } },
    });
    const reply = await added({ replyToId: comment!.id }, ada);
    await comments.perform('likeComment', reply, eve);
    const { edges } = await list('first: 10', eve);
    expect(edges).toHaveLength(1);
    expect(edges[0]!.node).toMatchObject({ id: comment!.id, repliesCount: 1, likedByMe: false });
    expect(edges[0]!.node.replies.edges).toMatchObject([
      { node: { id: reply, likesCount: 1, likedByMe: true, author: { isMe: false } } },
    ]);
    const anonymous = await list('first: 10');
    expect(anonymous.edges[0]!.node.replies.edges).toMatchObject([{ node: { id: reply, likedByMe: false } }]);
    const { nodes } = await comments.ask<{ nodes: unknown }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Comment { text moment { id } } } }`,
      { ids: [reply, comment!.id, toGlobalId('comment', newId())] },
    );
    expect(nodes).toMatchObject([
      { __typename: 'Comment', id: reply, moment: { id: momentId } },
      { __typename: 'Comment', id: comment!.id, text: 'Wow' },
      null,
    ]);
  });

  it('answer with the present state, whatever was done before, also within one operation', async () => {
    const id = await added();
    for (const liked of [true, true]) {
      expect((await comments.perform('likeComment', id, eve)).comment).toMatchObject({
        likesCount: 1,
        likedByMe: liked,
      });
    }
    for (const liked of [false, false]) {
      expect((await comments.perform('unlikeComment', id, eve)).comment).toMatchObject({
        likesCount: 0,
        likedByMe: liked,
      });
    }
    for (const pinned of [true, true])
      expect((await comments.perform('pinComment', id, ada)).comment).toMatchObject({ pinned });
    for (const pinned of [false, false]) {
      expect((await comments.perform('unpinComment', id, ada)).comment).toMatchObject({ pinned });
    }
    const answers = await comments.ask<Record<string, CommentPayload>>(
      `mutation ($input: AddCommentInput!, $id: ID!) {
         liked: likeComment(commentId: $id) { ${commentPayload} }
         added: addComment(input: $input) { ${commentPayload} }
         unliked: unlikeComment(commentId: $id) { ${commentPayload} }
         gone: deleteComment(commentId: $id) { ${commentPayload} }
         again: deleteComment(commentId: $id) { ${commentPayload} }
       }`,
      { id, input: { momentId, text: 'And more', replyToId: id, idempotencyKey: randomUUID() } },
      bob,
    );
    expect(answers).toMatchObject({
      liked: { comment: { likesCount: 1, repliesCount: 0, moment: { stats: { comments: 1 } } } },
      added: { comment: { text: 'And more', moment: { stats: { comments: 2 } } } },
      unliked: { comment: { likesCount: 0, repliesCount: 1 } },
      gone: { comment: null, userErrors: [] },
      again: { comment: null, userErrors: [] },
    });
    expect((await list('first: 1')).edges).toEqual([]);
  });

  it('cost as many statements for many comments with replies as for one', async () => {
    const grow = async () => {
      const id = await added();
      for (const who of [ada, eve]) await added({ replyToId: id }, who);
    };
    const statements = async () => {
      const names = await statementsOf(() => list('first: 50', eve));
      // Profiles are kept for some seconds; those that are not are read once for comments and once for replies.
      const profiles = names.filter((name) => name.startsWith('identity.'));
      expect(profiles.length).toBeLessThanOrEqual(2);
      return names.filter((name) => !profiles.includes(name)).toSorted();
    };
    await grow();
    const forOne = await statements();
    for (let each = 0; each < 12; each += 1) await grow();
    expect(await statements()).toEqual(forOne);
    for (const name of ['social.comments-of-moments', 'social.replies-of-comments']) {
      expect(forOne.filter((each) => each === name)).toHaveLength(1);
    }
  });
});

describe('paging', () => {
  it('goes through all of them, the pinned one first', async () => {
    const ids = [await added(), await added(), await added(), await added(), await added()];
    await comments.perform('pinComment', ids[1]!, ada);
    const seen: string[] = [];
    let after = '';
    for (let page = 1; page <= 3; page += 1) {
      const { edges, pageInfo: info } = await list(`first: 2${after}`);
      seen.push(...edges.map(({ node }) => node.id));
      expect(info).toMatchObject({ hasNextPage: page < 3, hasPreviousPage: page > 1 });
      after = `, after: "${info.endCursor}"`;
    }
    expect(seen).toEqual([ids[1], ids[4], ids[3], ids[2], ids[0]]);
  });

  it('takes a cursor of the very list only, as it was given, and pages of 1 to 50', async () => {
    const id = await added();
    await added({ replyToId: id });
    const elsewhere = toGlobalId('moment', await aPublishedMoment(world, { authorId: ada.accountId }));
    await added({ momentId: elsewhere });
    const own = (await list('first: 1')).edges[0]!;
    const tampered = Buffer.from(own.cursor, 'base64url').toString().replace('"c"', '"r"');
    const foreign = [
      own.node.replies.edges[0]!.cursor,
      timeCursor({ at: new Date(), id: newId() }),
      Buffer.from(tampered).toString('base64url'),
      own.cursor.slice(0, -4),
      'nonsense',
      '',
    ];
    const askFor = (moment: string, paging: string) =>
      gateway.query(`query ($id: ID!) { moment(id: $id) { comments(${paging}) { edges { cursor } } } }`, {
        id: moment,
      });
    for (const cursor of foreign) {
      const { errors } = await askFor(momentId, `first: 1, after: "${cursor}"`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: ['after'] });
    }
    expect((await askFor(elsewhere, `after: "${own.cursor}"`)).errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    for (const first of [0, -1, 51]) {
      expect((await askFor(momentId, `first: ${first}`)).errors?.[0]?.extensions).toMatchObject({ field: ['first'] });
    }
    expect((await askFor(momentId, `first: 50, after: "${own.cursor}"`)).errors).toBeUndefined();
  });
});

describe('who may do what', () => {
  it('somebody not signed in may read and nothing more', async () => {
    const id = await added();
    const document = `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`;
    const input = { momentId, text: 'x', idempotencyKey: randomUUID() };
    expect((await comments.ask<{ addComment: CommentPayload }>(document, { input })).addComment).toMatchObject(
      refused('UNAUTHENTICATED'),
    );
    for (const deed of commentDeeds) {
      expect(await comments.perform(deed, id)).toMatchObject(refused('UNAUTHENTICATED'));
    }
    expect((await list('first: 5')).edges).toHaveLength(1);
  });

  it('a reader deletes and pins nothing, the moment’s author both', async () => {
    const id = await added();
    for (const deed of ['deleteComment', 'pinComment', 'unpinComment'] as const) {
      expect(await comments.perform(deed, id, eve)).toMatchObject(refused('FORBIDDEN'));
    }
    expect((await comments.perform('pinComment', id, ada)).comment).toMatchObject({ pinned: true });
    expect(await comments.perform('deleteComment', id, ada)).toEqual({ comment: null, userErrors: [] });
    expect(await comments.perform('likeComment', id, eve)).toMatchObject(refused('NOT_FOUND'));
  });

  it('nobody comments where comments are switched off, and only the author reads what was said before', async () => {
    await added();
    await comments.ask(
      `mutation ($id: ID!) { updateMoment(input: { momentId: $id, commentsEnabled: false }) { userErrors { code } } }`,
      { id: momentId },
      ada,
    );
    expect(await add({}, eve)).toMatchObject(refused('INVALID_STATE', { reason: 'comments_switched_off' }));
    expect((await list('first: 5', eve)).edges).toEqual([]);
    expect((await list('first: 5', ada)).edges).toHaveLength(1);
  });
});
