import type { AccountId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { createAccount } from '../accounts/accounts.store.js';
import type { GrantableRole } from '../domain/principal.js';
import type { Feature } from '../domain/rollout.js';

/** What a test may say about an account that it makes; the rest is made up. */
export interface AnAccount {
  email?: string | null;
  /** Argon2id; nobody can sign in without one. */
  passwordHash?: string | null;
  handle?: string;
  displayName?: string;
  region?: string;
  roles?: readonly GrantableRole[];
  createdAt?: Date;
}

/** Writes an account with its profile and roles straight into the database. */
export function anAccount({ database }: { database: Database }, account: AnAccount = {}): Promise<AccountId> {
  const unique = randomBytes(6).toString('hex');
  const { handle = `t${unique}`, createdAt = new Date(), roles = [] } = account;
  return database.transaction(async (tx) => {
    const accountId = await createAccount(tx, {
      email: account.email === undefined ? `${unique}@example.com` : account.email,
      passwordHash: account.passwordHash ?? null,
      region: account.region ?? 'RU',
      birthDate: null,
      handle,
      displayName: account.displayName ?? handle,
      createdAt,
    });
    for (const role of roles) {
      await execute(tx, 'insert into role_grants (account_id, role, granted_at) values ($1, $2, $3)', [
        accountId,
        role,
        createdAt,
      ]);
    }
    return accountId;
  });
}

/** Opens a feature for everybody; processes that are running know within five seconds. */
export const openFeature = (world: { database: Database }, feature: Feature): Promise<void> =>
  setPercent(world, feature, 100);

/** Closes a feature for everybody; processes that are running know within five seconds. */
export const closeFeature = (world: { database: Database }, feature: Feature): Promise<void> =>
  setPercent(world, feature, 0);

async function setPercent({ database }: { database: Database }, feature: Feature, percent: number): Promise<void> {
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into feature_rollouts as r (feature, regions, percent, account_ids, version, updated_at)
       values ($1, '{}', $2, '{}', 1, now())
       on conflict on constraint feature_rollouts_pkey do update
         set regions = '{}', percent = $2, account_ids = '{}', version = r.version + 1, updated_at = now()`,
      [feature, percent],
    ),
  );
}
