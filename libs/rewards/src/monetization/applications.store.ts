import type { AccountId, BusinessDay, MonetizationApplicationId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { applicationColumns, type ApplicationView } from './application.view.js';
import type { ApplicationStatus } from './domain/monetization-machine.js';
import type { Requirement } from './domain/requirements.js';

/** Whoever applies for the account at the same time waits: before the first application there is no row to be locked. */
export async function lockApplicant(tx: Tx, accountId: AccountId): Promise<void> {
  await rows(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`monetization:${accountId}`]);
}

/** The account's latest application, kept as it is until the transaction ends. */
export async function lockLatest(tx: Tx, accountId: AccountId): Promise<ApplicationView | undefined> {
  const [found] = await rows<ApplicationView>(
    tx,
    `select ${applicationColumns} from monetization_applications as applications
      where account_id = $1 order by submitted_at desc, id desc limit 1 for update`,
    [accountId],
  );
  return found;
}

export async function lockApplication(tx: Tx, id: MonetizationApplicationId): Promise<ApplicationView | undefined> {
  const [found] = await rows<ApplicationView>(
    tx,
    `select ${applicationColumns} from monetization_applications as applications where id = $1 for update`,
    [id],
  );
  return found;
}

/** What was asked under a key. */
export async function findByKey(
  tx: Tx,
  { accountId, key }: { accountId: AccountId; key: string },
): Promise<{ inputHash: string } | undefined> {
  const [found] = await rows<{ inputHash: string }>(
    tx,
    `select encode(input_hash, 'hex') as "inputHash" from monetization_applications
      where account_id = $1 and idempotency_key = $2`,
    [accountId, key],
  );
  return found;
}

export interface NewApplication {
  id: MonetizationApplicationId;
  accountId: AccountId;
  requirements: readonly Requirement[];
  key: string;
  inputHash: string;
  at: Date;
}

export async function insertApplication(tx: Tx, application: NewApplication): Promise<void> {
  const { id, accountId, requirements, key, inputHash, at } = application;
  await execute(
    tx,
    `insert into monetization_applications
            (id, account_id, status, submitted_at, requirements, idempotency_key, input_hash, changed_at)
     values ($1, $2, 'IN_REVIEW', $3, $4, $5, decode($6, 'hex'), $3)`,
    [id, accountId, at, JSON.stringify(requirements), key, inputHash],
  );
}

export interface Decided {
  id: MonetizationApplicationId;
  status: ApplicationStatus;
  by: AccountId | null;
  reason: string;
  requirementReasons: ApplicationView['requirementReasons'];
  at: Date;
}

export async function becomeDecided(tx: Tx, decided: Decided): Promise<void> {
  const { id, status, by, reason, requirementReasons, at } = decided;
  await execute(
    tx,
    `update monetization_applications
        set status = $2, decided_at = $3, decided_by = $4, reason = $5, requirement_reasons = $6, changed_at = $3
      where id = $1`,
    [id, status, at, by, reason, JSON.stringify(requirementReasons)],
  );
}

/** The account earns from a day on. Called with its application locked. */
export async function beginSpell(tx: Tx, accountId: AccountId, day: BusinessDay): Promise<void> {
  await execute(
    tx,
    `insert into monetization_spells (account_id, number, from_day)
     select $1, coalesce(max(number), 0) + 1, $2 from monetization_spells where account_id = $1`,
    [accountId, day],
  );
}

/** The account earns nothing from a day on. */
export async function endSpell(tx: Tx, accountId: AccountId, day: BusinessDay): Promise<void> {
  await execute(
    tx,
    'update monetization_spells set until_day = greatest(from_day, $2::date) where account_id = $1 and until_day is null',
    [accountId, day],
  );
}

/** Keeps decisions and the days on which the account earned, and nothing of the person. */
export async function eraseApplicant(tx: Tx, accountId: AccountId, day: BusinessDay): Promise<void> {
  await execute(tx, `delete from monetization_applications where account_id = $1 and status = 'IN_REVIEW'`, [
    accountId,
  ]);
  await execute(
    tx,
    `update monetization_applications set reason = '', requirement_reasons = '{}', requirements = '[]', input_hash = ''
      where account_id = $1`,
    [accountId],
  );
  await endSpell(tx, accountId, day);
}
