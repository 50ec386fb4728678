import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CommentId, toGlobalId } from '@moments/kernel';
import { CommentsQueries, type CommentView } from '@moments/social';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { CommentType } from './comment.types.js';

/** Comments as GraphQL objects: for every resolver that has an id of one, or has read one already. */
@Injectable()
export class CommentNodes implements OnModuleInit {
  private readonly comments = batched<CommentId, CommentView>((ids, { accountId }) =>
    this.queries.visibleTo(accountId, ids),
  );

  constructor(
    private readonly queries: CommentsQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('comment', (context, id) => this.load(context, id));
  }

  /** `undefined` when there is none, or not for this viewer; all of a request's are read at once. */
  async load(context: GraphqlContext, id: CommentId): Promise<CommentType | undefined> {
    const view = await this.comments.load(context, id);
    return view && this.toType(view);
  }

  /** After a mutation: what was read of the comment before is no longer so. */
  forget(context: GraphqlContext, id: CommentId): void {
    this.comments.clear(context, id);
  }

  toType(view: CommentView): CommentType {
    return Object.assign(new CommentType(), {
      id: toGlobalId('comment', view.id),
      text: view.text,
      createdAt: view.createdAt,
      likesCount: view.likes,
      likedByMe: view.likedByViewer,
      pinned: view.pinned,
      repliesCount: view.replies,
      commentId: view.id,
      momentId: view.momentId,
      writerId: view.writerId,
      replyToId: view.replyToId ?? undefined,
    });
  }
}
