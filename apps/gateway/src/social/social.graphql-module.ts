import { Module } from '@nestjs/common';
import { FeedModule } from '@moments/feed';
import { SocialModule } from '@moments/social';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { SightModule } from '../sight/sight.module.js';
import { BlockedProfilesResolver, BlocksResolver } from './blocks.resolver.js';
import { EngagementLoader } from './engagement.loader.js';
import { MomentEngagementResolver } from './moment-engagement.resolver.js';
import { MutedProfilesResolver, MutesResolver } from './mutes.resolver.js';
import { NotInterestedResolver } from './not-interested.resolver.js';
import { ProfileConnectionsResolver } from './profile-connections.resolver.js';
import { SavedMomentsResolver } from './saved-moments.resolver.js';
import { SocialLoader } from './social.loader.js';

@Module({
  imports: [FeedModule, SocialModule, MomentsGraphqlModule, ProfilesGraphqlModule, SightModule],
  providers: [
    SocialLoader,
    EngagementLoader,
    MomentEngagementResolver,
    SavedMomentsResolver,
    ProfileConnectionsResolver,
    BlocksResolver,
    BlockedProfilesResolver,
    MutesResolver,
    MutedProfilesResolver,
    NotInterestedResolver,
  ],
  exports: [EngagementLoader],
})
export class SocialGraphqlModule {}
