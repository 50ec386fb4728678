import { Module } from '@nestjs/common';
import { CampaignsModule } from '@moments/campaigns';
import { OpenStrikesModule } from '@moments/moderation';
import { MomentsModule } from '@moments/moments';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { SharingModule } from '../sharing/sharing.module.js';
import { SightModule } from '../sight/sight.module.js';
import { AccountMomentsResolver, ProfileMomentsResolver } from './moment-lists.resolver.js';
import { ImageResolver } from './image.resolver.js';
import { MomentFieldsResolver } from './moment-fields.resolver.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentsResolver } from './moments.resolver.js';

@Module({
  imports: [
    GraphqlContextModule,
    CampaignsModule,
    OpenStrikesModule,
    MomentsModule,
    ProfilesGraphqlModule,
    SharingModule,
    SightModule,
  ],
  providers: [
    MomentsResolver,
    MomentFieldsResolver,
    ImageResolver,
    AccountMomentsResolver,
    ProfileMomentsResolver,
    MomentNodes,
  ],
  exports: [MomentNodes],
})
export class MomentsGraphqlModule {}
