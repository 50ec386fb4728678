import { Injectable } from '@nestjs/common';
import type { AccountId, PayoutId } from '@moments/kernel';
import { Clock } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { freshFrom } from '../batches/payout-batches.store.js';
import { payoutTaxes } from '../payouts.settings.js';
import { lockPayoutAccounts } from '../payouts/payout-accounts.service.js';
import { PayoutMoves } from '../payouts/payout-moves.service.js';
import { lockPayouts } from '../payouts/payouts.store.js';
import { TaxChecks } from './tax-checks.service.js';

const pageSize = 100;

// Approved, not sent, also when its batch waits for operators, and the tax service's word is too old to pay by.
const stale = statement(
  'payouts.stale-tax-statuses',
  `select payouts.id, payouts.account_id as "accountId" from payouts
     left join tax_profiles as profiles
       on profiles.account_id = payouts.account_id and profiles.inn = payouts.payee_inn
          and profiles.status = 'SELF_EMPLOYED'
    where payouts.status = 'APPROVED' and payouts.tax_status = 'SELF_EMPLOYED'
      and payouts.id > $1::uuid and (profiles.verified_at is null or profiles.verified_at <= $2)
    order by payouts.id limit $3`,
);

/** Asks the tax service anew before money goes; whoever is not self-employed any more is not paid as one. */
@Injectable()
export class TaxRechecks {
  constructor(
    private readonly database: Database,
    private readonly checks: TaxChecks,
    private readonly moves: PayoutMoves,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Looks at every payout that waits to be sent; gives how many were refused. */
  async run(signal?: AbortSignal): Promise<number> {
    const fresh = freshFrom(this.clock, await this.settings.get(payoutTaxes));
    let [after, refused] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const page = await this.database.read<{ id: PayoutId; accountId: AccountId }>(stale, [after, fresh, pageSize]);
      for (const payout of page) {
        signal?.throwIfAborted();
        if (await this.recheck(payout)) refused += 1;
      }
      const last = page.at(-1);
      if (!last || page.length < pageSize) return refused;
      after = last.id;
    }
  }

  private async recheck({ id, accountId }: { id: PayoutId; accountId: AccountId }): Promise<boolean> {
    const profile = await this.checks.refresh(accountId);
    return this.database.transaction(async (tx) => {
      await lockPayoutAccounts(tx, [accountId]);
      const [payout] = await lockPayouts(tx, [id]);
      if (payout?.status !== 'APPROVED') return false;
      // Denied, or declared as something else meanwhile: what was requested as self-employed cannot be paid.
      const stands = profile?.status === 'SELF_EMPLOYED' && profile.inn === payout.payeeInn && profile.refusal === null;
      if (!stands) await this.moves.reject(tx, payout, { event: 'reject', failure: 'tax_status_lost' });
      return !stands;
    });
  }
}
