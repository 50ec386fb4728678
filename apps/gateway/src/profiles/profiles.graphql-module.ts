import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { SocialProfilesModule } from '@moments/social';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { SightModule } from '../sight/sight.module.js';
import { ProfileUpdatesResolver } from './profile-updates.resolver.js';
import { ProfilesLoader } from './profiles.loader.js';
import { ProfilesResolver } from './profiles.resolver.js';

/** Profiles, and the loader with which other contexts show whose something is. */
@Module({
  imports: [GraphqlContextModule, IdentityModule, SightModule, SocialProfilesModule],
  providers: [ProfilesLoader, ProfilesResolver, ProfileUpdatesResolver],
  exports: [ProfilesLoader],
})
export class ProfilesGraphqlModule {}
