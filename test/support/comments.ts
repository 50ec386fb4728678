import { expect } from '@jest/globals';
import { toGlobalId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { aPublishedMoment } from '@moments/testing/moments';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from './gateway.js';
import { aPerson, type Person } from './person.js';

interface Comment {
  id: string;
  text: string;
  likesCount: number;
  repliesCount: number;
  likedByMe: boolean;
  pinned: boolean;
  moment: { id: string; stats: { comments: number } };
  author: { id: string; isMe: boolean };
}

interface CommentsPage {
  edges: { cursor: string; node: Comment & { replies: CommentsPage } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

export interface CommentPayload {
  comment: Comment | null;
  userErrors: { code: string; reason: string; field: string[] | null; message: string }[];
}

export const commentDeeds = ['deleteComment', 'likeComment', 'unlikeComment', 'pinComment', 'unpinComment'] as const;
type CommentDeed = (typeof commentDeeds)[number];

const commentFields = `id text createdAt likesCount repliesCount likedByMe pinned
  moment { id stats { comments } } author { id isMe }`;
export const commentPayload = `comment { ${commentFields} } userErrors { code reason field message }`;
const pageInfo = 'pageInfo { hasNextPage hasPreviousPage endCursor }';

/** What a mutation of comments answers that was refused for one reason. */
export const refused = (code: string, more: object = {}): object => ({
  comment: null,
  userErrors: [{ code, ...more }],
});

/** Comments over HTTP under a moment of ada's; every answer is one of GraphQL without errors of the operation. */
export class CommentsClient {
  /** Ada's. */
  momentId!: string;

  private constructor(
    readonly gateway: TestGateway,
    readonly ada: Person,
    readonly bob: Person,
    readonly eve: Person,
  ) {}

  /** A gateway of its own, where people may say much, but no link and not "casino". */
  static async open(): Promise<CommentsClient> {
    const gateway = await startGateway();
    const spam = { perMinute: 1_000, perDay: 10_000, links: { max: 0, fromAccountHours: 24 }, words: ['casino'] };
    const repeats = { windowMinutes: 10, underOneMoment: 1, anywhere: 5 };
    await gateway.app.get(Settings).set('social.comment-spam', { ...spam, repeats }, 'test');
    return new CommentsClient(gateway, await aPerson(gateway), await aPerson(gateway), await aPerson(gateway));
  }

  /** Another moment for each test. */
  async refresh(): Promise<void> {
    this.momentId = await this.aMoment();
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  async aMoment(): Promise<string> {
    return toGlobalId('moment', await aPublishedMoment(this.gateway, { authorId: this.ada.accountId }));
  }

  async ask<Data>(document: string, variables: Record<string, unknown>, who?: Person): Promise<Data> {
    const { data, errors } = await this.gateway.query<Data>(document, variables, { token: who?.token });
    expect(errors).toBeUndefined();
    return data!;
  }

  /** Some new text of bob's under the moment, with a new key, unless told otherwise. */
  async add(input: Record<string, unknown> = {}, who = this.bob): Promise<CommentPayload> {
    const document = `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`;
    const { momentId } = this;
    const variables = { input: { momentId, text: randomUUID(), idempotencyKey: randomUUID(), ...input } };
    return (await this.ask<{ addComment: CommentPayload }>(document, variables, who)).addComment;
  }

  /** The id of a comment that must not be refused. */
  async added(input: Record<string, unknown> = {}, who = this.bob): Promise<string> {
    const { comment, userErrors } = await this.add(input, who);
    expect(userErrors).toEqual([]);
    return comment!.id;
  }

  async perform(deed: CommentDeed, id: string, who?: Person): Promise<CommentPayload> {
    const document = `mutation ($id: ID!) { done: ${deed}(commentId: $id) { ${commentPayload} } }`;
    return (await this.ask<{ done: CommentPayload }>(document, { id }, who)).done;
  }

  /** A page of the moment's comments (`paging`: `first: 10, after: "…"`), each with its first two replies. */
  async list(paging: string, who?: Person): Promise<CommentsPage> {
    const replies = `replies(first: 2) { edges { cursor node { ${commentFields} } } ${pageInfo} }`;
    const { moment } = await this.ask<{ moment: { comments: CommentsPage } }>(
      `query ($id: ID!) { moment(id: $id) {
         comments(${paging}) { edges { cursor node { ${commentFields} ${replies} } } ${pageInfo} } } }`,
      { id: this.momentId },
      who,
    );
    return moment.comments;
  }
}
