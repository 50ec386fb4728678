import { type AccountId, Forbidden, type SessionId } from '@moments/kernel';

export const roles = ['VIEWER', 'CREATOR', 'SELLER', 'MODERATOR', 'OPERATOR'] as const;

/** What somebody may be. Everyone is a VIEWER; the others are granted. */
export type Role = (typeof roles)[number];
export type GrantableRole = Exclude<Role, 'VIEWER'>;

export const grantableRoles = roles.filter((role): role is GrantableRole => role !== 'VIEWER');

/** Who is asking, as far as a valid token proves it. */
export interface Principal {
  readonly accountId: AccountId;
  /** Missing when another issuer signed the token: its sessions are not ours. */
  readonly sessionId?: SessionId;
  readonly roles: readonly Role[];
  /** ISO 3166 alpha-2. */
  readonly region: string;
}

/** Throws `Forbidden` unless the role is among those granted. */
export function requireRole(holder: { readonly roles: readonly Role[] }, role: Role): void {
  if (!holder.roles.includes(role)) throw new Forbidden();
}
