import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, timeCursor, toGlobalId } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import { commentDeeds, commentPayload, type CommentPayload, CommentsClient, refused } from '../support/comments.js';
import type { Person } from '../support/person.js';
import { ownStatementsOf } from '../support/statements.js';

let comments: CommentsClient;
let ada: Person;
let bob: Person;
let eve: Person;
let momentId: string;

beforeAll(async () => {
  comments = await CommentsClient.open();
  ({ ada, bob, eve } = comments);
});
beforeEach(async () => {
  await comments.refresh();
  ({ momentId } = comments);
});
afterAll(() => comments.close());

describe('comments over HTTP', () => {
  it('are written, answered and read by everybody, with what is the reader’s own', async () => {
    const { comment } = await comments.add({ text: 'Wow' });
    expect(comment).toMatchObject({
      ...{ text: 'Wow', likesCount: 0, repliesCount: 0, likedByMe: false, pinned: false },
      ...{ moment: { id: momentId, stats: { comments: 1 } }, author: { isMe: true } },
    });
    const reply = await comments.added({ replyToId: comment!.id }, ada);
    await comments.perform('likeComment', reply, eve);
    const { edges } = await comments.list('first: 10', eve);
    expect(edges).toHaveLength(1);
    expect(edges[0]!.node).toMatchObject({ id: comment!.id, repliesCount: 1, likedByMe: false });
    expect(edges[0]!.node.replies.edges).toMatchObject([
      { node: { id: reply, likesCount: 1, likedByMe: true, author: { isMe: false } } },
    ]);
    const anonymous = await comments.list('first: 10');
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
    const id = await comments.added();
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
    expect((await comments.list('first: 1')).edges).toEqual([]);
  });

  it('cost as many statements for many comments with replies as for one', async () => {
    const grow = async () => {
      const id = await comments.added();
      for (const who of [ada, eve]) await comments.added({ replyToId: id }, who);
    };
    const statements = () => ownStatementsOf(() => comments.list('first: 50', eve));
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
    const ids = [
      await comments.added(),
      await comments.added(),
      await comments.added(),
      await comments.added(),
      await comments.added(),
    ];
    await comments.perform('pinComment', ids[1]!, ada);
    const seen: string[] = [];
    let after = '';
    for (let page = 1; page <= 3; page += 1) {
      const { edges, pageInfo: info } = await comments.list(`first: 2${after}`);
      seen.push(...edges.map(({ node }) => node.id));
      expect(info).toMatchObject({ hasNextPage: page < 3, hasPreviousPage: page > 1 });
      after = `, after: "${info.endCursor}"`;
    }
    expect(seen).toEqual([ids[1], ids[4], ids[3], ids[2], ids[0]]);
  });

  it('takes a cursor of the very list only, as it was given, and pages of 1 to 50', async () => {
    const id = await comments.added();
    await comments.added({ replyToId: id });
    const elsewhere = await comments.aMoment();
    await comments.added({ momentId: elsewhere });
    const own = (await comments.list('first: 1')).edges[0]!;
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
      comments.gateway.query(`query ($id: ID!) { moment(id: $id) { comments(${paging}) { edges { cursor } } } }`, {
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
    const id = await comments.added();
    const document = `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`;
    const input = { momentId, text: 'x', idempotencyKey: randomUUID() };
    expect((await comments.ask<{ addComment: CommentPayload }>(document, { input })).addComment).toMatchObject(
      refused('UNAUTHENTICATED'),
    );
    for (const deed of commentDeeds) {
      expect(await comments.perform(deed, id)).toMatchObject(refused('UNAUTHENTICATED'));
    }
    expect((await comments.list('first: 5')).edges).toHaveLength(1);
  });

  it('a reader deletes and pins nothing, the moment’s author both', async () => {
    const id = await comments.added();
    for (const deed of ['deleteComment', 'pinComment', 'unpinComment'] as const) {
      expect(await comments.perform(deed, id, eve)).toMatchObject(refused('FORBIDDEN'));
    }
    expect((await comments.perform('pinComment', id, ada)).comment).toMatchObject({ pinned: true });
    expect(await comments.perform('deleteComment', id, ada)).toEqual({ comment: null, userErrors: [] });
    expect(await comments.perform('likeComment', id, eve)).toMatchObject(refused('NOT_FOUND'));
  });

  it('nobody comments where comments are switched off, and only the author reads what was said before', async () => {
    await comments.added();
    await comments.ask(
      `mutation ($id: ID!) { updateMoment(input: { momentId: $id, commentsEnabled: false }) { userErrors { code } } }`,
      { id: momentId },
      ada,
    );
    expect(await comments.add({}, eve)).toMatchObject(refused('INVALID_STATE', { reason: 'comments_switched_off' }));
    expect((await comments.list('first: 5', eve)).edges).toEqual([]);
    expect((await comments.list('first: 5', ada)).edges).toHaveLength(1);
  });
});
