import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { commentDeeds, commentPayload, type CommentPayload, CommentsClient, refused } from '../support/comments.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let world: { database: Database };
let comments: CommentsClient;
/** Ada's moments; bob writes. */
let ada: Person;
let bob: Person;
let momentId: string;

beforeAll(async () => {
  gateway = await startGateway();
  world = { database: gateway.app.get(Database) };
  comments = new CommentsClient(gateway);
  [ada, bob] = [await aPerson(gateway), await aPerson(gateway)];
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
    const { comment, userErrors } = await add({ text });
    expect(comment).toBeNull();
    expect(userErrors[0]).toMatchObject(error);
    expect((await list('first: 1', ada)).edges).toEqual([]);
  });

  it('ids of another type or of nothing are not found, and neither are replies to replies taken', async () => {
    const comment = await added();
    const reply = await added({ replyToId: comment });
    for (const id of [comment, toGlobalId('moment', newId()), toGlobalId('profile', newId()), 'mom_', '', 'x']) {
      expect(await add({ momentId: id })).toMatchObject(refused('NOT_FOUND', { field: ['momentId'] }));
    }
    for (const replyToId of [momentId, toGlobalId('comment', newId()), '', "cmt_' or 1=1"]) {
      expect(await add({ replyToId })).toMatchObject(refused('NOT_FOUND', { field: ['replyToId'] }));
    }
    expect(await add({ replyToId: reply })).toMatchObject(refused('INVALID_INPUT', { field: ['replyToId'] }));
    for (const deed of commentDeeds) {
      for (const id of [momentId, toGlobalId('comment', newId()), 'nonsense']) {
        expect(await comments.perform(deed, id, ada)).toMatchObject(refused('NOT_FOUND', { field: ['commentId'] }));
      }
    }
    expect((await list('first: 1')).edges[0]!.node.moment.stats.comments).toBe(2);
  });

  it('a key that is empty or was used for something else is refused; the same call again is the same comment', async () => {
    const idempotencyKey = randomUUID();
    expect(await add({ idempotencyKey: '' })).toMatchObject(refused('INVALID_INPUT', { field: ['idempotencyKey'] }));
    const [first, second] = await Promise.all([1, 2].map(() => add({ text: 'Once', idempotencyKey })));
    expect(first!.comment!.id).toBe(second!.comment!.id);
    expect(await add({ text: 'Twice', idempotencyKey })).toMatchObject(refused('IDEMPOTENCY_CONFLICT'));
    expect((await list('first: 5')).edges).toHaveLength(1);
  });

  it('the same text again is refused in the reader’s language', async () => {
    await added({ text: 'So good, all of you' });
    const { data } = await gateway.query<{ addComment: CommentPayload }>(
      `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`,
      { input: { momentId, text: 'so good all of you!!', idempotencyKey: randomUUID() } },
      { token: bob.token, headers: { 'accept-language': 'ru' } },
    );
    expect(data!.addComment).toMatchObject(refused('RATE_LIMITED', { reason: 'comment_repeated' }));
    expect(data!.addComment.userErrors[0]!.message).toMatch(/^Вы только что это написали/);
  });
});
