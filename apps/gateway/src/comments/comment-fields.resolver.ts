import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type CommentId, emptyPage, NotFound, pageWindow, type PageWindow } from '@moments/kernel';
import { CommentsQueries, readReplyPosition, type RepliesPage, replyCursor, type ReplyPosition } from '@moments/social';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentNodes } from '../moments/moment-nodes.js';
import { MomentType } from '../moments/moment.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { CommentNodes } from './comment-nodes.js';
import { CommentConnection, CommentType } from './comment.types.js';

@Resolver(() => CommentType)
export class CommentFieldsResolver {
  private readonly pages = batchedBy<CommentId, PageWindow<ReplyPosition>, RepliesPage>((ids, window, { accountId }) =>
    this.queries.repliesOf(accountId, ids, window),
  );

  constructor(
    private readonly queries: CommentsQueries,
    private readonly nodes: CommentNodes,
    private readonly moments: MomentNodes,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => MomentType)
  async moment({ momentId, judged }: CommentType, _: unknown, context: GraphqlContext): Promise<MomentType> {
    const moment = judged
      ? await this.moments.loadJudged(context, momentId)
      : await this.moments.load(context, momentId);
    // It was there when the comment was read: somebody has just taken it away.
    if (!moment) throw new NotFound('moment');
    return moment;
  }

  @ResolveField(() => ProfileType)
  author({ writerId }: CommentType, _: unknown, context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, writerId);
  }

  @ResolveField(() => CommentConnection, { description: 'As they came; a reply has none.' })
  async replies(
    @Context() context: GraphqlContext,
    @Parent() { commentId, replyToId }: CommentType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<CommentType>> {
    const window = pageWindow(paging, (cursor) => readReplyPosition(commentId, cursor));
    const page = replyToId ? undefined : await this.pages.load(context, commentId, window);
    return toConnection(page ?? emptyPage, {
      node: (reply) => this.nodes.toType(reply),
      cursor: (position) => replyCursor(commentId, position),
      after: paging.after,
    });
  }
}
