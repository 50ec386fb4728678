import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import { commentDeeds, commentPayload, type CommentPayload, CommentsClient, refused } from '../support/comments.js';
import type { Person } from '../support/person.js';

let comments: CommentsClient;
let ada: Person;
let bob: Person;
let momentId: string;

beforeAll(async () => {
  comments = await CommentsClient.open();
  ({ ada, bob } = comments);
});
beforeEach(async () => {
  await comments.refresh();
  ({ momentId } = comments);
});
afterAll(() => comments.close());

describe('bad input', () => {
  const invalid = { code: 'INVALID_INPUT', field: ['text'] };

  it.each([
    ['nothing', '', invalid],
    ['spaces', ' \u00a0\n', invalid],
    ['10,001 characters', 'x'.repeat(10_001), invalid],
    ['zero-width spaces', 'a\u200bb', invalid],
    ['only zero-width characters', '\u200b\u200d\ufeff', invalid],
    ['a right-to-left override', 'evil\u202egpj.exe', invalid],
    ['isolates', '\u2067abc\u2069', invalid],
    ['200 combining marks', `x${'\u0323'.repeat(200)}`, invalid],
    ['a lone surrogate', 'a\ud800b', invalid],
    ['half an emoji', '\ude00', invalid],
    ['a NUL', 'a\u0000b', invalid],
    ['a tag', '<b>x</b>', { ...invalid, reason: 'comment_with_markup' }],
    ['a script', '<script>alert(1)</script>', { ...invalid, reason: 'comment_with_markup' }],
    ['a link', 'see https://example.com/x', { ...invalid, reason: 'comment_with_links' }],
    ['a bare link', 'see example . com or example.com', { ...invalid, reason: 'comment_with_links' }],
    ['a listed word', 'C4SIN0', { code: 'BLOCKED', field: ['text'], reason: 'comment_blocked' }],
  ])('%s is refused with its code, and nothing is stored', async (_, text, error) => {
    const { comment, userErrors } = await comments.add({ text });
    expect(comment).toBeNull();
    expect(userErrors[0]).toMatchObject(error);
    expect((await comments.list('first: 1', ada)).edges).toEqual([]);
  });

  it('ids of another type or of nothing are not found, and neither are replies to replies taken', async () => {
    const comment = await comments.added();
    const reply = await comments.added({ replyToId: comment });
    for (const id of [comment, toGlobalId('moment', newId()), toGlobalId('profile', newId()), 'mom_', '', 'x']) {
      expect(await comments.add({ momentId: id })).toMatchObject(refused('NOT_FOUND', { field: ['momentId'] }));
    }
    for (const replyToId of [momentId, toGlobalId('comment', newId()), '', "cmt_' or 1=1"]) {
      expect(await comments.add({ replyToId })).toMatchObject(refused('NOT_FOUND', { field: ['replyToId'] }));
    }
    expect(await comments.add({ replyToId: reply })).toMatchObject(refused('INVALID_INPUT', { field: ['replyToId'] }));
    for (const deed of commentDeeds) {
      for (const id of [momentId, toGlobalId('comment', newId()), 'nonsense']) {
        expect(await comments.perform(deed, id, ada)).toMatchObject(refused('NOT_FOUND', { field: ['commentId'] }));
      }
    }
    expect((await comments.list('first: 1')).edges[0]!.node.moment.stats.comments).toBe(2);
  });

  it('a key that is empty or was used for something else is refused; the same call again is the same comment', async () => {
    const idempotencyKey = randomUUID();
    expect(await comments.add({ idempotencyKey: '' })).toMatchObject(
      refused('INVALID_INPUT', { field: ['idempotencyKey'] }),
    );
    const [first, second] = await Promise.all([1, 2].map(() => comments.add({ text: 'Once', idempotencyKey })));
    expect(first!.comment!.id).toBe(second!.comment!.id);
    expect(await comments.add({ text: 'Twice', idempotencyKey })).toMatchObject(refused('IDEMPOTENCY_CONFLICT'));
    expect((await comments.list('first: 5')).edges).toHaveLength(1);
  });

  it('the same text again is refused in the reader’s language', async () => {
    await comments.added({ text: 'So good, all of you' });
    const { data } = await comments.gateway.query<{ addComment: CommentPayload }>(
      `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`,
      { input: { momentId, text: 'so good all of you!!', idempotencyKey: randomUUID() } },
      { token: bob.token, headers: { 'accept-language': 'ru' } },
    );
    expect(data!.addComment).toMatchObject(refused('RATE_LIMITED', { reason: 'comment_repeated' }));
    expect(data!.addComment.userErrors[0]!.message).toMatch(/^Вы только что это написали/);
  });
});
