import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { TestGateway } from './gateway.js';
import type { Person } from './person.js';

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

/** Comments over HTTP; every answer is one of GraphQL without errors of the operation. */
export class CommentsClient {
  constructor(private readonly gateway: TestGateway) {}

  async ask<Data>(document: string, variables: Record<string, unknown>, who?: Person): Promise<Data> {
    const { data, errors } = await this.gateway.query<Data>(document, variables, { token: who?.token });
    expect(errors).toBeUndefined();
    return data!;
  }

  /** Some new text with a new key unless `input` tells them. */
  async add(input: Record<string, unknown>, who?: Person): Promise<CommentPayload> {
    const document = `mutation ($input: AddCommentInput!) { addComment(input: $input) { ${commentPayload} } }`;
    const variables = { input: { text: randomUUID(), idempotencyKey: randomUUID(), ...input } };
    return (await this.ask<{ addComment: CommentPayload }>(document, variables, who)).addComment;
  }

  /** The id of a comment that must not be refused. */
  async added(input: Record<string, unknown>, who: Person): Promise<string> {
    const { comment, userErrors } = await this.add(input, who);
    expect(userErrors).toEqual([]);
    return comment!.id;
  }

  async perform(deed: CommentDeed, id: string, who?: Person): Promise<CommentPayload> {
    const document = `mutation ($id: ID!) { done: ${deed}(commentId: $id) { ${commentPayload} } }`;
    return (await this.ask<{ done: CommentPayload }>(document, { id }, who)).done;
  }

  /** A page of a moment's comments (`paging`: `first: 10, after: "…"`), each with its first two replies. */
  async list(momentId: string, paging: string, who?: Person): Promise<CommentsPage> {
    const replies = `replies(first: 2) { edges { cursor node { ${commentFields} } } ${pageInfo} }`;
    const { moment } = await this.ask<{ moment: { comments: CommentsPage } }>(
      `query ($id: ID!) { moment(id: $id) {
         comments(${paging}) { edges { cursor node { ${commentFields} ${replies} } } ${pageInfo} } } }`,
      { id: momentId },
      who,
    );
    return moment.comments;
  }
}
