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
    await lockPayoutAccount(tx, accountId);
    return (await execute(tx, sql, [accountId, reason, this.clock.now()])) === 1;
  }

  /** Ends what {@link hold} began; other reasons stay. `false` when there was no such hold. */
  async lift(tx: Tx, { accountId, reason }: PayoutHold): Promise<boolean> {
    const sql = 'delete from payout_holds where account_id = $1 and reason = $2';
    await lockPayoutAccount(tx, accountId);
    return (await execute(tx, sql, [accountId, reason])) === 1;
  }
}

/**
 * Until the transaction ends nobody else requests, approves, batches or holds payouts of this account: each of them decides
 * by what the others have done. Taken before rows of payouts and balances; of several accounts in their ids' order.
 */
export async function lockPayoutAccount(tx: Tx, accountId: AccountId): Promise<void> {
  await rows(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`payouts:${accountId}`]);
}

/** Why the account's payouts are held; none when they are not. */
export async function holdsOf(tx: Tx, accountIds: readonly AccountId[]): Promise<Map<AccountId, string[]>> {
  const sql = `select account_id as "accountId", array_agg(reason order by reason) as reasons
                 from payout_holds where account_id = any($1) group by account_id`;
  const found = await rows<{ accountId: AccountId; reasons: string[] }>(tx, sql, [accountIds]);
  return new Map(found.map(({ accountId, reasons }) => [accountId, reasons]));
}
