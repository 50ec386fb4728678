import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StandingService } from '@moments/identity';
import { fromGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { decideDocument, ModerationClient, queueDocument, type QueuePage } from '../support/moderation.js';
import { aPerson, type Person } from '../support/person.js';
import { ownStatementsOf } from '../support/statements.js';

let gateway: TestGateway;
let client: ModerationClient;
let author: Person;
let reporter: Person;
let moderator: Person;
let operator: Person;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
  [author, reporter] = [await aPerson(gateway), await aPerson(gateway)];
  moderator = await aPerson(gateway, { roles: ['MODERATOR'] });
  operator = await aPerson(gateway, { roles: ['OPERATOR'] });
  client = new ModerationClient(gateway, moderator);
});
afterAll(() => gateway.close());

describe('moderation is for moderators', () => {
  const nobodyElse = [
    ['somebody not signed in', () => undefined, 'UNAUTHENTICATED'],
    ['an author', () => author, 'FORBIDDEN'],
  ] as const;

  it.each(nobodyElse)('and not for %s', async (_, who, code) => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    const { id: caseId } = (await client.caseOf(id))!;
    expect(await client.refusal(queueDocument, {}, who())).toMatchObject({ code });
    expect(await client.refusal(decideDocument, { caseId, approve: false, reason: 'SPAM' }, who())).toMatchObject({
      code,
    });
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await client.ask(node, { id: caseId }, who())).toEqual({ node: null });
    expect(await client.ask(node, { id: caseId }, moderator)).toEqual({ node: { id: caseId } });
    expect((await client.queue({}, operator)).map((each) => each.id)).toContain(caseId);
  });

  it('who do not judge their own', async () => {
    const id = await client.aMoment(moderator);
    await client.report(id, reporter);
    expect(await client.caseOf(id)).toBeUndefined();
    const found = (await client.queue({}, operator)).find(({ subject }) => subject.id === id)!;
    const decision = { caseId: found.id, approve: true };
    expect(await client.refusal(decideDocument, decision, moderator)).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'own_case',
    });
    expect(await client.ask('query ($id: ID!) { node(id: $id) { id } }', { id: found.id }, moderator)).toEqual({
      node: null,
    });
  });

  it('and each case is decided once', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    const { id: caseId } = (await client.caseOf(id))!;
    await client.ask(decideDocument, { caseId, approve: true }, moderator);
    await client.ask(decideDocument, { caseId, approve: true }, operator);
    const other = { caseId, approve: false, reason: 'SPAM' };
    expect(await client.refusal(decideDocument, other, moderator)).toMatchObject({ code: 'INVALID_STATE' });
    const noReason = { caseId, approve: false };
    expect(await client.refusal(decideDocument, noReason, moderator)).toMatchObject({ code: 'INVALID_INPUT' });
    const noCase = { caseId: id, approve: true };
    expect(await client.refusal(decideDocument, noCase, moderator)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the queue', () => {
  it('shows what is of somebody who has blocked the moderator', async () => {
    const shy = await aPerson(gateway);
    const id = await client.aMoment(shy);
    await client.report(id, reporter);
    await client.ask(
      'mutation ($id: ID!) { block(profileId: $id) { userErrors { code } } }',
      { id: moderator.profileId },
      shy,
    );
    expect(await client.caseOf(id)).toMatchObject({ subject: { __typename: 'Moment' } });
  });

  it('leaves out a case of which the comment was swept away a moment ago, and shows the others', async () => {
    const momentId = await client.aMoment(author);
    const { addComment } = await client.ask<{ addComment: { comment: { id: string } } }>(
      'mutation ($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }',
      { input: { momentId, text: 'Soon gone', idempotencyKey: 'soon-gone' } },
      author,
    );
    const { id } = addComment.comment;
    await client.report(id, reporter);
    await client.report(momentId, reporter);
    const { id: caseId } = (await client.caseOf(id))!;
    await gateway.database.transaction((tx) =>
      execute(tx, 'delete from comments where id = $1', [fromGlobalId('comment', id)]),
    );
    expect(await client.caseOf(id)).toBeUndefined();
    expect(await client.caseOf(momentId)).toBeDefined();
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await client.ask(node, { id: caseId }, moderator)).toEqual({ node: null });
  });

  it('takes as many statements for three cases as for one, whatever they are about', async () => {
    const statements = (first: number) => ownStatementsOf(() => client.queue({ first }));
    for (const momentId of [await client.aMoment(author), await client.aMoment(author), await client.aMoment(author)])
      await client.report(momentId, reporter);
    const [one, more] = [await statements(1), await statements(4)];
    expect(new Set(more).size).toBe(more.length);
    expect(more.filter((name) => !one.includes(name)).length).toBeLessThanOrEqual(2);
  });

  it('goes on from a cursor, and refuses those of others', async () => {
    for (const momentId of [await client.aMoment(author), await client.aMoment(author)])
      await client.report(momentId, reporter);
    const all = (await client.queue()).map(({ id }) => id);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer: QueuePage = await client.ask<QueuePage>(queueDocument, { first: 2, after }, moderator);
      const { edges, pageInfo } = answer.operator.moderationQueue;
      paged.push(...edges.map(({ node }) => node.id));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(paged).toEqual(all);
    for (const variables of [{ after: 'x' }, { first: 0 }, { first: 51 }])
      expect(await client.refusal(queueDocument, variables, moderator)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('the audit log', () => {
  const auditDocument = `query ($first: Int, $after: String) { operator { auditLog(first: $first, after: $after) {
    edges { node { id at action subjectId details actor { id handle } subject { id } } } } } }`;
  interface Entry {
    action: string;
    subjectId: string | null;
    subject: { id: string } | null;
    actor: { id: string; handle: string };
    details: Record<string, unknown>;
  }
  const newest = async (first = 1) => {
    const { operator: found } = await client.ask<{ operator: { auditLog: { edges: { node: Entry }[] } } }>(
      auditDocument,
      { first },
      operator,
    );
    return found.auditLog.edges.map(({ node }) => node);
  };

  it('tells operators who decided what, and nobody else', async () => {
    const id = await client.aMoment(author);
    await client.report(id, reporter);
    const { id: caseId } = (await client.caseOf(id))!;
    await client.ask(decideDocument, { caseId, approve: true, message: 'Fine.' }, moderator);
    expect(await newest()).toMatchObject([
      {
        action: 'moderation.approved',
        subjectId: id,
        subject: { id },
        actor: { id: moderator.profileId },
        details: { caseId, reason: null, reports: 1, appeal: false },
      },
    ]);
    expect(await client.refusal(auditDocument, {}, moderator)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await client.refusal(auditDocument, {}, author)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('names the product itself for what was done from the command line', async () => {
    const { accountId } = await aPerson(gateway);
    await gateway.app.get(StandingService).suspend(accountId, { by: null, reason: 'test' });
    expect(await newest()).toMatchObject([
      { action: 'account.suspended', actor: { handle: 'moments' }, subject: null, details: { reason: 'test' } },
    ]);
  });
});
