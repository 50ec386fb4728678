import { expect } from '@jest/globals';
import { type AccountId, toGlobalId } from '@moments/kernel';
import { aPublishedMoment } from '@moments/testing/moments';
import type { TestGateway } from './gateway.js';
import type { Person } from './person.js';

/** A case as moderators read it. */
export interface Case {
  id: string;
  subject: { __typename: string; id: string };
  reports: { reason: string; comment: string | null }[];
}

export interface QueuePage {
  operator: {
    moderationQueue: { edges: { node: Case }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  };
}

interface Refusal {
  code?: string;
  reason?: string;
}

const caseFields = `id reasons reportsCount openedAt appeal outcome previousDecisionsCount authorStrikesCount
  reports { reason comment } subject { __typename id ... on Moment { caption author { handle } }
    ... on Comment { text author { handle } moment { id } } ... on Profile { displayName } }`;

export const reportDocument = 'mutation ($input: ReportInput!) { report(input: $input) }';
export const decideDocument = `mutation ($caseId: ID!, $approve: Boolean!, $reason: ReportReason, $message: String) {
  decideModeration(caseId: $caseId, approve: $approve, reason: $reason, message: $message) }`;
export const queueDocument = `query ($first: Int, $after: String) { operator { moderationQueue(first: $first, after: $after) {
  edges { cursor node { ${caseFields} } } pageInfo { hasNextPage endCursor } } } }`;

/** What tests of moderation do over HTTP. */
export class ModerationClient {
  constructor(
    private readonly gateway: TestGateway,
    private readonly moderator: Person,
  ) {}

  async ask<Data>(document: string, variables = {}, who?: Person): Promise<Data> {
    const { data, errors } = await this.gateway.query<Data>(document, variables, { token: who?.token });
    expect(errors).toBeUndefined();
    return data!;
  }

  /** How something that has no payload is refused; nothing when it is not. */
  async refusal(document: string, variables = {}, who?: Person): Promise<Refusal | undefined> {
    const { errors } = await this.gateway.query(document, variables, { token: who?.token });
    return errors?.[0]?.extensions;
  }

  async aMoment({ accountId: authorId }: { accountId: AccountId }): Promise<string> {
    return toGlobalId('moment', await aPublishedMoment(this.gateway, { authorId }));
  }

  async report(subjectId: string, who: Person, more = {}): Promise<void> {
    await this.ask(reportDocument, { input: { subjectId, reason: 'SPAM', ...more } }, who);
  }

  async queue(variables = {}, who = this.moderator): Promise<Case[]> {
    const { operator } = await this.ask<QueuePage>(queueDocument, { first: 15, ...variables }, who);
    return operator.moderationQueue.edges.map(({ node }) => node);
  }

  async caseOf(subjectId: string, who = this.moderator): Promise<Case | undefined> {
    return (await this.queue({}, who)).find(({ subject }) => subject.id === subjectId);
  }

  async reject(subjectId: string, more = {}): Promise<void> {
    const { id: caseId } = (await this.caseOf(subjectId))!;
    await this.ask(decideDocument, { caseId, approve: false, reason: 'FRAUD', ...more }, this.moderator);
  }
}
