import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { ModerationModule } from '@moments/moderation';
import { SocialModule } from '@moments/social';
import { CommentsGraphqlModule } from '../comments/comments.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { ModerationCaseResolver, ModerationQueueResolver } from './moderation-cases.resolver.js';
import { ModerationNodes } from './moderation-nodes.js';
import { ModerationResolver } from './moderation.resolver.js';
import { MomentRejectionResolver } from './moment-rejection.resolver.js';

/** Reports, and what moderators and authors do about them. */
@Module({
  imports: [
    GraphqlContextModule,
    IdentityModule,
    ModerationModule,
    SocialModule,
    CommentsGraphqlModule,
    MomentsGraphqlModule,
  ],
  providers: [
    ModerationNodes,
    ModerationResolver,
    ModerationQueueResolver,
    ModerationCaseResolver,
    MomentRejectionResolver,
  ],
})
export class ModerationGraphqlModule {}
