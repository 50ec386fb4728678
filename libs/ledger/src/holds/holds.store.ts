import type { HoldId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { HoldRow, HoldStatus } from './hold.js';

/** Columns of a {@link HoldRow}, from `holds` and its `accounts`. */
const holdColumns = `
  holds.id, holds.account_id as "accountId", accounts.address, holds.currency, holds.reference, holds.amount,
  holds.captured, holds.released, holds.status, encode(holds.input_hash, 'hex') as "inputHash",
  holds.created_at as "createdAt", holds.expires_at as "expiresAt", holds.closed_at as "closedAt"`;

const selectHold = `select ${holdColumns}
  from ledger_holds as holds join ledger_accounts as accounts on accounts.id = holds.account_id`;

export async function findHold(tx: Tx, id: HoldId): Promise<HoldRow | undefined> {
  const [found] = await rows<HoldRow>(tx, `${selectHold} where holds.id = $1`, [id]);
  return found;
}

export async function findHoldByKey(tx: Tx, { scope, key }: { scope: string; key: string }) {
  const [found] = await rows<HoldRow>(tx, `${selectHold} where holds.scope = $1 and holds.key = $2`, [scope, key]);
  return found;
}

export interface NewHold {
  id: HoldId;
  scope: string;
  key: string;
  inputHash: string;
  accountId: string;
  currency: string;
  reference: string;
  amountMinor: bigint;
  createdAt: Date;
  expiresAt?: Date;
}

/** False when there is a hold under the key already, of whatever account. The balance's reserved part follows by itself. */
export async function insertHold(tx: Tx, hold: NewHold): Promise<boolean> {
  const inserted = await execute(
    tx,
    `insert into ledger_holds
            (id, scope, key, input_hash, account_id, currency, reference, amount, created_at, expires_at)
     values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10)
         on conflict (scope, key) do nothing`,
    [
      hold.id,
      hold.scope,
      hold.key,
      hold.inputHash,
      hold.accountId,
      hold.currency,
      hold.reference,
      hold.amountMinor,
      hold.createdAt,
      hold.expiresAt ?? null,
    ],
  );
  return inserted === 1;
}

/** Gives back what is left of an open hold; false when it is no longer open. */
export async function closeHold(
  tx: Tx,
  { id, accountId, status, at }: { id: HoldId; accountId: string; status: HoldStatus; at: Date },
): Promise<boolean> {
  // The balance first, as a capture does it: taken the other way round, the two would wait for each other.
  await rows(tx, 'select from ledger_balances where account_id = $1 for no key update', [accountId]);
  const closed = await execute(
    tx,
    `update ledger_holds set released = amount - captured, status = $2, closed_at = $3 where id = $1 and status = 'OPEN'`,
    [id, status, at],
  );
  return closed === 1;
}

/** Open holds whose time is over, the oldest first. */
export const overdueHolds = (tx: Tx, { at, limit }: { at: Date; limit: number }): Promise<{ id: HoldId }[]> =>
  rows(tx, `select id from ledger_holds where status = 'OPEN' and expires_at <= $1 order by expires_at limit $2`, [
    at,
    limit,
  ]);
