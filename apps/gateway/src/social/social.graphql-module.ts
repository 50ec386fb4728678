import { Module } from '@nestjs/common';
import { SocialModule } from '@moments/social';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { MomentEngagementResolver } from './moment-engagement.resolver.js';
import { ProfileConnectionsResolver } from './profile-connections.resolver.js';
import { SocialLoader } from './social.loader.js';

@Module({
  imports: [SocialModule, MomentsGraphqlModule, ProfilesGraphqlModule],
  providers: [SocialLoader, MomentEngagementResolver, ProfileConnectionsResolver],
})
export class SocialGraphqlModule {}
