import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { AccountsResolver } from './accounts.resolver.js';
import { JwksController } from './jwks.controller.js';
import { PersonalDataResolver } from './personal-data.resolver.js';
import { RolloutResolver } from './rollout.resolver.js';
import { SessionsResolver } from './sessions.resolver.js';

/** Accounts. What lets people in comes from `IdentityModule.forRoot`, which the app imports for everybody. */
@Module({
  imports: [GraphqlContextModule, IdentityModule, ProfilesGraphqlModule],
  controllers: [JwksController],
  providers: [AccountsResolver, PersonalDataResolver, SessionsResolver, RolloutResolver],
})
export class AccountsGraphqlModule {}
