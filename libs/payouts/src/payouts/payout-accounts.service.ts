import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';

/** Why an account's payouts are held: `suspicion`, `monetization_suspended`. */
export interface PayoutHold {
  accountId: AccountId;
  reason: string;
}

/** Who is not paid for now. While one reason stands nothing of the account is requested, approved or sent. */
@Injectable()
export class PayoutAccounts {
  constructor(private readonly clock: Clock) {}

  /** Holds an account's payouts for a reason; `false` when they are held for it already. */
  async hold(tx: Tx, { accountId, reason }: PayoutHold): Promise<boolean> {
    const sql = 'insert into payout_holds (account_id, reason, held_at) values ($1, $2, $3) on conflict do nothing';
    await lockPayoutAccounts(tx, [accountId]);
    return (await execute(tx, sql, [accountId, reason, this.clock.now()])) === 1;
  }

  /** Ends what {@link hold} began; other reasons stay. `false` when there was no such hold. */
  async lift(tx: Tx, { accountId, reason }: PayoutHold): Promise<boolean> {
    const sql = 'delete from payout_holds where account_id = $1 and reason = $2';
    await lockPayoutAccounts(tx, [accountId]);
    return (await execute(tx, sql, [accountId, reason])) === 1;
  }
}

const open = `insert into payout_accounts (account_id)
  select account_id from unnest($1::uuid[]) as asked (account_id) order by account_id on conflict do nothing`;
const lock = 'select from payout_accounts where account_id = any($1) order by account_id for update';

/**
 * Until the transaction ends nobody else requests, approves, batches, settles or holds payouts of these accounts: each of
 * them decides by what the others have done. Taken before rows of payouts and balances, once in a transaction, in the
 * accounts' order: two who want the same ones wait for each other and never in a circle.
 */
export async function lockPayoutAccounts(tx: Tx, accountIds: readonly AccountId[]): Promise<void> {
  await execute(tx, open, [accountIds]);
  await rows(tx, lock, [accountIds]);
}

/** Which of the accounts are held, and why. */
export async function holdsOf(tx: Tx, accountIds: readonly AccountId[]): Promise<Map<AccountId, string[]>> {
  const sql = `select account_id as "accountId", array_agg(reason order by reason) as reasons
                 from payout_holds where account_id = any($1) group by account_id`;
  const found = await rows<{ accountId: AccountId; reasons: string[] }>(tx, sql, [accountIds]);
  return new Map(found.map(({ accountId, reasons }) => [accountId, reasons]));
}
