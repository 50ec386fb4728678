import { ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../graphql/context.js';
import { MomentType } from '../moments/moment.types.js';
import { isModerator } from './moderation-nodes.js';
import { ModerationNoticeType } from './moderation.types.js';
import { toNotice } from './notice.mapper.js';

@Resolver(() => MomentType)
export class MomentRejectionResolver {
  @ResolveField(() => ModerationNoticeType, {
    nullable: true,
    description: 'Why moderators took it away, also while that is appealed; for its author and moderators.',
  })
  rejection(
    { authorId, rejected }: MomentType,
    _: unknown,
    { viewer }: GraphqlContext,
  ): ModerationNoticeType | undefined {
    if (!rejected || !(viewer.accountId === authorId || isModerator(viewer))) return undefined;
    return toNotice(rejected, viewer.locale);
  }
}
