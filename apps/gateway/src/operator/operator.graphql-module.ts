import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { AuditEntryResolver, AuditLogResolver } from './audit-log.resolver.js';
import { OperatorResolver } from './operator.resolver.js';

/** What operators and moderators read; contexts add their own fields to it. */
@Module({
  imports: [GraphqlContextModule, IdentityModule, ProfilesGraphqlModule],
  providers: [OperatorResolver, AuditLogResolver, AuditEntryResolver],
})
export class OperatorGraphqlModule {}
