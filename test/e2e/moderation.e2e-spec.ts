import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { allSettings, Settings } from '@moments/platform';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { decideDocument, ModerationClient, reportDocument } from '../support/moderation.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let client: ModerationClient;
let author: Person;
let reporter: Person;
let moderator: Person;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
  [author, reporter] = [await aPerson(gateway), await aPerson(gateway)];
  moderator = await aPerson(gateway, { roles: ['MODERATOR'] });
  client = new ModerationClient(gateway, moderator);
});
afterAll(() => gateway.close());

const read = async (id: string, who?: Person, language = 'en') => {
  const { data } = await gateway.query<{ moment: { status: string; rejection: object | null } | null }>(
    'query ($id: ID!) { moment(id: $id) { status rejection { reason message appealable } } }',
    { id },
    { token: who?.token, headers: { 'accept-language': language } },
  );
  return data!.moment;
};
const appeal = async (momentId: string, text: string, who = author) =>
  (
    await client.ask<{ appealModeration: { moment: object | null; userErrors: object[] } }>(
      `mutation ($momentId: ID!, $text: String!) { appealModeration(momentId: $momentId, text: $text) {
         moment { status rejection { reason appealable } } userErrors { code reason field } } }`,
      { momentId, text },
      who,
    )
  ).appealModeration;

describe('a reported moment', () => {
  it('goes through the queue, is taken away with a reason, appealed and restored', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter, { comment: 'Not what it says.' });
    await client.report(id, reporter);
    await client.report(id, await aPerson(gateway), { reason: 'FRAUD' });

    expect(await client.caseOf(id)).toMatchObject({
      subject: { __typename: 'Moment' },
      ...{ reasons: ['SPAM', 'FRAUD'], reportsCount: 2, appeal: null, outcome: null },
      ...{ previousDecisionsCount: 0, authorStrikesCount: 0 },
      reports: [
        { reason: 'FRAUD', comment: null },
        { reason: 'SPAM', comment: 'Not what it says.' },
      ],
    });

    await client.reject(id, { message: 'It is another product.' });
    const notice = { reason: 'FRAUD', message: 'It is another product.' };
    expect(await client.caseOf(id)).toBeUndefined();
    expect(await read(id, author)).toEqual({ status: 'REJECTED', rejection: { ...notice, appealable: true } });
    expect(await read(id, reporter)).toBeNull();
    expect(await read(id)).toBeNull();

    expect(await appeal(id, 'It is the very same.')).toEqual({
      moment: { status: 'IN_REVIEW', rejection: { reason: 'FRAUD', appealable: false } },
      userErrors: [],
    });
    const appealed = (await client.caseOf(id))!;
    expect(appealed).toMatchObject({
      appeal: 'It is the very same.',
      previousDecisionsCount: 1,
      authorStrikesCount: 1,
    });
    expect(appealed.reports).toHaveLength(2);

    await client.ask(decideDocument, { caseId: appealed.id, approve: true }, moderator);
    expect(await read(id)).toEqual({ status: 'PUBLISHED', rejection: null });
  });

  it('whose appeal is refused stays away, and cannot be appealed again', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    await client.reject(id);
    await appeal(id, 'Why?');
    await client.reject(id);
    expect(await read(id, author)).toMatchObject({ status: 'REJECTED', rejection: { appealable: false } });
    expect(await appeal(id, 'But why?')).toEqual({
      moment: null,
      userErrors: [{ code: 'INVALID_STATE', reason: 'nothing_to_appeal', field: ['momentId'] }],
    });
  });

  it('is told why in the reader’s language when the moderator has added no words', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    await client.reject(id);
    const inLanguage = async (language: string) => (await read(id, author, language))!.rejection;
    expect(await inLanguage('en')).toMatchObject({ message: 'This was taken away because it deceives people.' });
    expect(await inLanguage('ru')).toMatchObject({ message: 'Скрыто, потому что вводит людей в обман.' });
  });

  it('can no longer be liked, and its words stand', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    await client.reject(id);
    const { like } = await client.ask<{ like: object }>(
      'mutation ($id: ID!) { like(momentId: $id) { userErrors { code } } }',
      { id },
      reporter,
    );
    expect(like).toEqual({ userErrors: [{ code: 'NOT_FOUND' }] });
    const { updateMoment } = await client.ask<{ updateMoment: object }>(
      `mutation ($id: ID!) { updateMoment(input: { momentId: $id, caption: "x" }) { userErrors { code } } }`,
      { id },
      author,
    );
    expect(updateMoment).toEqual({ userErrors: [{ code: 'INVALID_STATE' }] });
  });
});

describe('a reported comment', () => {
  it('is shown to moderators, even when its moment is hidden, and removed', async () => {
    const momentId = await client.aMoment(author);
    const input = { momentId, text: 'Something rude', idempotencyKey: randomUUID() };
    const { addComment } = await client.ask<{ addComment: { comment: { id: string } } }>(
      'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }',
      { input },
      author,
    );
    const { id } = addComment.comment;
    await client.report(id, reporter, { reason: 'HATE' });
    await client.report(momentId, reporter);
    await client.reject(momentId);

    expect(await client.caseOf(id)).toMatchObject({ subject: { __typename: 'Comment', text: 'Something rude' } });
    await client.reject(id);
    const { node } = await client.ask<{ node: object | null }>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id },
      author,
    );
    expect(node).toBeNull();
  });
});

describe('a reported profile', () => {
  it('loses its name and bio', async () => {
    const rude = await aPerson(gateway, { displayName: 'Somebody Else', handle: `rude${Date.now()}` });
    await client.report(rude.profileId, reporter, { reason: 'FRAUD' });
    expect(await client.caseOf(rude.profileId)).toMatchObject({ subject: { displayName: 'Somebody Else' } });
    await client.reject(rude.profileId);
    const { profile } = await client.ask<{ profile: { handle: string; displayName: string; bio: string } }>(
      'query ($id: ID!) { profile(id: $id) { handle displayName bio } }',
      { id: rude.profileId },
    );
    expect(profile).toMatchObject({ displayName: profile.handle, bio: '' });
  });
});

describe('reporting refuses', () => {
  it.each([
    ['what is not there', () => toGlobalId('moment', newId()), 'NOT_FOUND'],
    ['what nobody can report', () => toGlobalId('account', author.accountId), 'NOT_FOUND'],
    ['what is no id', () => 'nothing', 'NOT_FOUND'],
    ['oneself', () => reporter.profileId, 'INVALID_INPUT'],
  ])('%s', async (_, subjectId, code) => {
    const input = { subjectId: subjectId(), reason: 'SPAM' };
    expect(await client.refusal(reportDocument, { input }, reporter)).toMatchObject({ code });
  });

  it('more than an account may in a day, and words that are too long', async () => {
    const eager = await aPerson(gateway);
    const [first, second] = [await client.aMoment(author), await client.aMoment(author)];
    const long = { subjectId: first, reason: 'OTHER', comment: 'x'.repeat(1_001) };
    expect(await client.refusal(reportDocument, { input: long }, eager)).toMatchObject({ code: 'INVALID_INPUT' });
    const settings = gateway.app.get(Settings);
    const { name, fallback } = allSettings().get('moderation.rules')!;
    await settings.set(name, { ...(fallback as object), reportsPerDay: 1 }, 'test');
    await client.report(first, eager);
    const input = { subjectId: second, reason: 'SPAM' };
    expect(await client.refusal(reportDocument, { input }, eager)).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      reason: 'too_many_reports',
    });
    await settings.set(name, fallback, 'test');
  });
});
