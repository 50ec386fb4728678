import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Access } from './access/access.js';
import { AccessState } from './access/access-state.js';
import { AccessTokens } from './access/access-tokens.js';
import { ExternalAccounts } from './access/external-accounts.js';
import { ExternalTokens } from './access/external-tokens.js';
import { AccountEntity } from './accounts/account.entity.js';
import { AccountsQueries } from './accounts/accounts.queries.js';
import { AccountsService } from './accounts/accounts.service.js';
import { AttemptLimits } from './accounts/attempt-limits.js';
import { BirthDates } from './accounts/birth-dates.service.js';
import { Credentials } from './accounts/credentials.js';
import { Passwords } from './accounts/passwords.js';
import { SignInService } from './accounts/sign-in.service.js';
import { SignUpLimits } from './accounts/sign-up-limits.js';
import { SignUpService } from './accounts/sign-up.service.js';
import { StandingService } from './accounts/standing.service.js';
import { Audit } from './audit/audit.js';
import { AuditQueries } from './audit/audit.queries.js';
import { AuditEntryEntity } from './audit/audit-entry.entity.js';
import { AUTHENTICATION_OPTIONS, type AuthenticationOptions } from './authentication.options.js';
import { Grants } from './grants/grants.service.js';
import { ProfileEntity } from './profiles/profile.entity.js';
import { ProfileResetService } from './profiles/profile-reset.service.js';
import { ProfilesQueries } from './profiles/profiles.queries.js';
import { ProfilesService } from './profiles/profiles.service.js';
import { Rollout } from './rollout/rollout.js';
import { RefreshTokenEntity } from './sessions/refresh-token.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SessionsQueries } from './sessions/sessions.queries.js';
import { SessionsService } from './sessions/sessions.service.js';

const entities = [AccountEntity, ProfileEntity, SessionEntity, RefreshTokenEntity, AuditEntryEntity];
const services = [
  AccessState,
  AccountsQueries,
  Audit,
  AuditQueries,
  BirthDates,
  Grants,
  ProfileResetService,
  ProfilesQueries,
  ProfilesService,
  Rollout,
  SessionsQueries,
  StandingService,
];
const signingIn = [Access, AccountsService, AccessTokens, SessionsService, SignInService, SignUpService];

/**
 * Who people are and what they may do, for every process. Only the one that lets people in needs {@link forRoot}, which
 * adds signing in and telling who is asking.
 */
@Module({ imports: [TypeOrmModule.forFeature(entities)], providers: services, exports: services })
export class IdentityModule {
  static forRoot(options: AuthenticationOptions): DynamicModule {
    return {
      module: AuthenticationModule,
      global: true,
      imports: [IdentityModule],
      providers: [
        { provide: AUTHENTICATION_OPTIONS, useValue: options },
        AttemptLimits,
        Credentials,
        ExternalAccounts,
        ExternalTokens,
        Passwords,
        SignUpLimits,
        ...signingIn,
      ],
      exports: [IdentityModule, ...signingIn],
    };
  }
}

/** Made by `IdentityModule.forRoot`. */
@Module({})
class AuthenticationModule {}
