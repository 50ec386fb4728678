export { Access } from './access/access.js';
export { AccessTokens } from './access/access-tokens.js';
export type { PublicJwk } from './access/signing-keys.js';
export { AccountsQueries, type AccountView, type IdentityData } from './accounts/accounts.queries.js';
export { AccountsService } from './accounts/accounts.service.js';
export { BirthDates } from './accounts/birth-dates.service.js';
export { requireActive } from './accounts/require-active.js';
export { SignInService } from './accounts/sign-in.service.js';
export { SignUpService } from './accounts/sign-up.service.js';
export { StandingService } from './accounts/standing.service.js';
export { Audit } from './audit/audit.js';
export { AuditQueries, type AuditEntryView } from './audit/audit.queries.js';
export { authenticationEnvironment, authenticationOptionsFrom } from './authentication.options.js';
export { ageOn } from './domain/person.js';
export { grantableRoles, type GrantableRole, requireRole, type Role, roles } from './domain/principal.js';
export { readProfileReference } from './domain/profile-reference.js';
export { type Feature, features } from './domain/rollout.js';
export { Grants } from './grants/grants.service.js';
export { SessionEnded } from './identity.errors.js';
export { accountDeleted, profileReset } from './identity.events.js';
export { IdentityModule } from './identity.module.js';
export { IdentityJobsModule } from './identity-jobs.module.js';
export { accountChanged, everyone, sessionEnded } from './identity.topics.js';
export { type Integration, type IntegrationScope } from './integrations/integration.js';
export { IntegrationsModule } from './integrations/integrations.module.js';
export { IntegrationsQueries, type Signer } from './integrations/integrations.queries.js';
export {
  type IntegrationCredentials,
  IntegrationsService,
  sealedIntegrationSecrets,
} from './integrations/integrations.service.js';
export { ProfileResetService } from './profiles/profile-reset.service.js';
export { type Badge, badges, ProfilesQueries, type ProfileView } from './profiles/profiles.queries.js';
export { type ProfileChanges, ProfilesService } from './profiles/profiles.service.js';
export { Rollout } from './rollout/rollout.js';
export { SessionsQueries, type SessionView } from './sessions/sessions.queries.js';
export { SessionsService, type SessionTokens } from './sessions/sessions.service.js';
