export { Access } from './access/access.js';
export { AccessTokens } from './access/access-tokens.js';
export type { PublicJwk } from './access/signing-keys.js';
export { AccountsQueries, type AccountView, type IdentityData } from './accounts/accounts.queries.js';
export { type AccountHolder, AccountsService, type ChangePassword } from './accounts/accounts.service.js';
export { BirthDates } from './accounts/birth-dates.service.js';
export { requireActive } from './accounts/require-active.js';
export { SignInService } from './accounts/sign-in.service.js';
export { type Client, type SignUp, SignUpService } from './accounts/sign-up.service.js';
export { StandingService } from './accounts/standing.service.js';
export { Audit, type AuditedAction } from './audit/audit.js';
export { AuditQueries, type AuditEntryView } from './audit/audit.queries.js';
export {
  authenticationEnvironment,
  type AuthenticationOptions,
  authenticationOptionsFrom,
} from './authentication.options.js';
export { emailSchema } from './domain/email.js';
export { ageOn } from './domain/person.js';
export {
  grantableRoles,
  type GrantableRole,
  type Principal,
  requireRole,
  type Role,
  roles,
} from './domain/principal.js';
export { readProfileReference } from './domain/profile-reference.js';
export { type Feature, features, type RolloutSubject } from './domain/rollout.js';
export { Grants, type RoleGrant } from './grants/grants.service.js';
export { FeatureNotAvailable, SessionEnded } from './identity.errors.js';
export { accountCreated, accountDeleted, profileReset } from './identity.events.js';
export { IdentityModule } from './identity.module.js';
export { IdentityJobsModule } from './identity-jobs.module.js';
export { accountChanged, everyone, sessionEnded } from './identity.topics.js';
export { type Integration, type IntegrationScope } from './integrations/integration.js';
export { IntegrationsModule } from './integrations/integrations.module.js';
export { IntegrationsQueries } from './integrations/integrations.queries.js';
export { type IntegrationCredentials, IntegrationsService } from './integrations/integrations.service.js';
export { ProfileResetService } from './profiles/profile-reset.service.js';
export { type Badge, badges, ProfilesQueries, type ProfileView } from './profiles/profiles.queries.js';
export { type ProfileChanges, ProfilesService } from './profiles/profiles.service.js';
export { type FeatureAccess, Rollout, type RolloutChange } from './rollout/rollout.js';
export { SessionsQueries, type SessionView } from './sessions/sessions.queries.js';
export { SessionsService, type SessionTokens } from './sessions/sessions.service.js';
