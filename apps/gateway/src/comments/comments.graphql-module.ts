import { Module } from '@nestjs/common';
import { SocialModule } from '@moments/social';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { SocialGraphqlModule } from '../social/social.graphql-module.js';
import { CommentFieldsResolver } from './comment-fields.resolver.js';
import { CommentNodes } from './comment-nodes.js';
import { CommentsResolver } from './comments.resolver.js';
import { MomentCommentsResolver } from './moment-comments.resolver.js';

/** Comments, and the loader with which other contexts show what was said. */
@Module({
  imports: [GraphqlContextModule, MomentsGraphqlModule, ProfilesGraphqlModule, SocialModule, SocialGraphqlModule],
  providers: [CommentNodes, CommentsResolver, CommentFieldsResolver, MomentCommentsResolver],
  exports: [CommentNodes],
})
export class CommentsGraphqlModule {}
