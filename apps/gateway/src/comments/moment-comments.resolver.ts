import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { emptyPage, type MomentId, pageWindow, type PageWindow } from '@moments/kernel';
import {
  commentCursor,
  type CommentPosition,
  type CommentsPage,
  CommentsQueries,
  readCommentPosition,
} from '@moments/social';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentType } from '../moments/moment.types.js';
import { CommentNodes } from './comment-nodes.js';
import { CommentConnection, type CommentType } from './comment.types.js';

@Resolver(() => MomentType)
export class MomentCommentsResolver {
  private readonly pages = batchedBy<MomentId, PageWindow<CommentPosition>, CommentsPage>(
    (ids, window, { accountId }) => this.queries.ofMoments(accountId, ids, window),
  );

  constructor(
    private readonly queries: CommentsQueries,
    private readonly nodes: CommentNodes,
  ) {}

  @ResolveField(() => CommentConnection, {
    description: 'Pinned ones first, then the newest; none but for its author while comments are switched off.',
  })
  async comments(
    @Context() context: GraphqlContext,
    @Parent() { momentId }: MomentType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<CommentType>> {
    const window = pageWindow(paging, (cursor) => readCommentPosition(momentId, cursor));
    const page = await this.pages.load(context, momentId, window);
    return toConnection(page ?? emptyPage, {
      node: (comment) => this.nodes.toType(comment),
      cursor: (position) => commentCursor(momentId, position),
      after: paging.after,
    });
  }
}
