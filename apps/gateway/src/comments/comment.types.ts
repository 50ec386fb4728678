import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { ConnectionOf } from '../graphql/connection.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

@ObjectType('Comment', {
  implements: () => NodeType,
  description: 'What somebody wrote under a moment, or in reply to what somebody wrote there.',
})
export class CommentType extends NodeType {
  @Field(() => String, { description: 'Plain text: nothing in it is markup.' }) text!: string;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => Int) likesCount!: number;
  @Field(() => Boolean) likedByMe!: boolean;
  @Field(() => Boolean, { description: 'Held at the top by the author of the moment.' }) pinned!: boolean;
  @Field(() => Int, { description: 'Replies that were not removed.' }) repliesCount!: number;

  commentId!: CommentId;
  momentId!: MomentId;
  writerId!: AccountId;
  /** The comment that it answers; missing for a comment of its own. */
  replyToId?: CommentId;
  /** Read by a moderator who judges it, whatever state its moment is in. */
  judged?: boolean;
}

@InputType()
export class AddCommentInput {
  @Field(() => ID) momentId!: string;
  @Field(() => String, { description: 'Plain text without links.' }) text!: string;
  @Field(() => ID, { nullable: true, description: 'A comment on the same moment that is no reply itself.' })
  replyToId?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@ObjectType('CommentPayload')
export class CommentPayload extends Payload {
  @Field(() => CommentType, { nullable: true, description: 'As it stands now; null when it is gone.' })
  comment?: CommentType;
}

export const CommentConnection = ConnectionOf(CommentType, 'Comment');
