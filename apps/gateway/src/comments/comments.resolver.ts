import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { CommentId } from '@moments/kernel';
import { CommentLikesService, CommentPinsService, CommentsService } from '@moments/social';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { EngagementLoader } from '../social/engagement.loader.js';
import { CommentNodes } from './comment-nodes.js';
import { AddCommentInput, CommentPayload, CommentType } from './comment.types.js';

/** What people do with comments. */
@Resolver(() => CommentType)
export class CommentsResolver {
  constructor(
    private readonly comments: CommentsService,
    private readonly likes: CommentLikesService,
    private readonly pins: CommentPinsService,
    private readonly nodes: CommentNodes,
    private readonly engagement: EngagementLoader,
  ) {}

  @Mutation(() => CommentPayload, { description: 'Writes under a moment, or in reply to a comment there.' })
  async addComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { text, idempotencyKey, ...input }: AddCommentInput,
  ): Promise<CommentPayload> {
    const momentId = readId('moment', input.momentId, ['momentId']);
    const replyToId = input.replyToId == null ? null : readId('comment', input.replyToId, ['replyToId']);
    const id = await this.comments.add({ accountId, momentId, replyToId, text, idempotencyKey });
    this.engagement.forget(context, momentId);
    if (replyToId) this.nodes.forget(context, replyToId);
    return this.asItStands(context, id);
  }

  @Mutation(() => CommentPayload, {
    description: 'Takes away your own comment, or one on your own moment, with its replies; again changes nothing.',
  })
  async deleteComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('commentId', { type: () => ID }) id: string,
  ): Promise<CommentPayload> {
    const commentId = readId('comment', id, ['commentId']);
    const gone = await this.nodes.load(context, commentId);
    await this.comments.remove({ accountId, commentId });
    if (gone) this.engagement.forget(context, gone.momentId);
    if (gone?.replyToId) this.nodes.forget(context, gone.replyToId);
    return this.asItStands(context, commentId);
  }

  @Mutation(() => CommentPayload, { description: 'Likes a comment; liking it again changes nothing.' })
  async likeComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('commentId', { type: () => ID }) id: string,
  ): Promise<CommentPayload> {
    const commentId = readId('comment', id, ['commentId']);
    await this.likes.like({ accountId, commentId });
    return this.asItStands(context, commentId);
  }

  @Mutation(() => CommentPayload, { description: 'Takes a like back; without one nothing changes.' })
  async unlikeComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('commentId', { type: () => ID }) id: string,
  ): Promise<CommentPayload> {
    const commentId = readId('comment', id, ['commentId']);
    await this.likes.unlike({ accountId, commentId });
    return this.asItStands(context, commentId);
  }

  @Mutation(() => CommentPayload, {
    description: 'Holds a comment at the top of your own moment, in place of the one that was held there.',
  })
  async pinComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('commentId', { type: () => ID }) id: string,
  ): Promise<CommentPayload> {
    const commentId = readId('comment', id, ['commentId']);
    await this.pins.pin({ accountId, commentId });
    return this.asItStands(context, commentId);
  }

  @Mutation(() => CommentPayload, { description: 'Lets go of a pinned comment; of any other nothing changes.' })
  async unpinComment(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('commentId', { type: () => ID }) id: string,
  ): Promise<CommentPayload> {
    const commentId = readId('comment', id, ['commentId']);
    await this.pins.unpin({ accountId, commentId });
    return this.asItStands(context, commentId);
  }

  private async asItStands(context: GraphqlContext, id: CommentId): Promise<CommentPayload> {
    this.nodes.forget(context, id);
    return { comment: await this.nodes.load(context, id) };
  }
}
