import { randomUUID } from 'node:crypto';
import { including, text } from './expecting.js';
import { type Member, signIn, type World } from './world.js';

interface ModerationCast {
  /** Writes what should not stand. */
  author: Member;
  reporter: Member;
  operator: Member;
  momentId: string;
}

interface QueuePage {
  edges: { node: { id: string; subject: { id: string } } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

/** Somebody reports, a moderator decides, and the log keeps who did it. */
export async function moderatorDecides(world: World, cast: ModerationCast): Promise<void> {
  const { tell } = world;
  tell.chapter('A moderator decides, and an operator reads who did what');
  const commentId = await rudeComment(world, cast);
  await tell.ask({
    ...{ who: cast.reporter, why: 'reports it' },
    document: 'mutation Report($input: ReportInput!) { report(input: $input) }',
    variables: { input: { subjectId: commentId, reason: 'SPAM', comment: 'Sells followers.' } },
    expect: { report: true },
  });
  await tell.ask({
    ...{ who: cast.reporter, why: 'may not look at what moderators look at' },
    document: 'query Queue { operator { moderationQueue { edges { node { id } } } } }',
    refused: 'FORBIDDEN',
  });
  const moderator = await signIn(world, 'moderator');
  const caseId = await findCase(world, moderator, commentId);
  await tell.ask({
    ...{ who: moderator, why: 'takes it away, and says why' },
    document: `mutation Decide($caseId: ID!, $message: String) {
      decideModeration(caseId: $caseId, approve: false, reason: SPAM, message: $message)
    }`,
    variables: { caseId, message: 'Followers are not for sale here.' },
    expect: { decideModeration: true },
  });
  await gone(world, cast, commentId);
  await tell.ask({
    ...{ who: cast.operator, why: 'reads in the audit log who did it' },
    document: `query Audit {
      operator { auditLog(first: 10) { edges { node { at action actor { handle } subjectId details } } } }
    }`,
    expect: {
      operator: {
        auditLog: { edges: including({ node: { actor: { handle: moderator.handle }, subjectId: text() } }) },
      },
    },
  });
}

async function rudeComment({ tell }: World, { author, momentId }: ModerationCast): Promise<string> {
  const { addComment } = await tell.ask<{ addComment: { comment: { id: string } } }>({
    ...{ who: author, why: 'writes what nobody wants to read' },
    document: `mutation Comment($input: AddCommentInput!) {
      addComment(input: $input) { comment { id text } userErrors { code message } }
    }`,
    variables: { input: { momentId, text: 'Followers for sale, ask me', idempotencyKey: randomUUID() } },
    expect: { addComment: { comment: { id: text(/^cmt_/) }, userErrors: [] } },
  });
  return addComment.comment.id;
}

/** The queue is the oldest first: the case is on one of its pages. */
async function findCase(world: World, moderator: Member, subjectId: string): Promise<string> {
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await pageOfQueue(world, moderator, after);
    const found = edges.find(({ node }) => node.subject.id === subjectId);
    if (found) return found.node.id;
    if (!pageInfo.hasNextPage) throw new Error(`what was reported (${subjectId}) is not in the queue`);
    after = pageInfo.endCursor;
  }
}

async function pageOfQueue({ tell }: World, moderator: Member, after: string | null): Promise<QueuePage> {
  const { operator } = await tell.ask<{ operator: { moderationQueue: QueuePage } }>({
    ...{ who: moderator, why: 'looks through what waits for a decision' },
    document: `query Queue($after: String) {
      operator {
        moderationQueue(first: 20, after: $after) {
          edges {
            node { id reasons reportsCount authorStrikesCount reports { reason comment } subject { id ... on Comment { text } } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    }`,
    variables: { after },
  });
  return operator.moderationQueue;
}

async function gone({ tell }: World, { author, reporter }: ModerationCast, commentId: string): Promise<void> {
  await tell.ask({
    ...{ who: reporter, why: 'finds it no more' },
    ...{ document: 'query Comment($id: ID!) { node(id: $id) { id } }', variables: { id: commentId } },
    expect: { node: null },
  });
  await tell.ask({
    ...{ who: author, why: 'is told' },
    document: 'query News { me { notifications(first: 5) { edges { node { kind text } } } } }',
    expect: { me: { notifications: { edges: including({ node: { kind: 'COMMENT_REMOVED' } }) } } },
    waits: true,
  });
}
