import { Injectable } from '@nestjs/common';
import { type AccountId, businessDayOf, Clock, DomainError } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { payoutCurrency, payoutRules, payoutSchedule, roubles } from '../payouts.settings.js';
import { PayoutsService } from './payouts.service.js';

const pageSize = 500;

// Reads the ledger's balances: of all creators only those are asked for who have enough.
const ready = statement(
  'payouts.ready-by-calendar',
  `select methods.account_id as "accountId"
     from payout_methods as methods
     join tax_profiles as profiles on profiles.account_id = methods.account_id
     join ledger_accounts as ledger
       on ledger.address = 'creator:' || methods.account_id || ':available' and ledger.currency = $2
     join ledger_balances as balances on balances.account_id = ledger.id
    where methods.replaced_at is null and methods.account_id > $1::uuid and balances.balance >= $3
      and not exists (select from payout_holds as holds where holds.account_id = methods.account_id)
    order by methods.account_id limit $4`,
);

/** Pays, by the calendar, whoever has enough and everything that it takes. */
@Injectable()
export class PayoutSchedule {
  constructor(
    private readonly database: Database,
    private readonly payouts: PayoutsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Requests a payout for each creator who can be paid, if today is a day for it; run again it requests nothing twice. Gives
   * how many there were. Whom rules refuse is passed over: they find out why when they ask.
   */
  async run(signal?: AbortSignal): Promise<number> {
    const day = businessDayOf(this.clock.now());
    const { weekdays } = await this.settings.get(payoutSchedule);
    if (!weekdays.includes(weekdayOf(day))) return 0;
    const threshold = roubles((await this.settings.get(payoutRules)).threshold);
    let [after, requested] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const parameters = [after, payoutCurrency, threshold.minor, pageSize];
      const page = await this.database.read<{ accountId: AccountId }>(ready, parameters);
      for (const { accountId } of page) {
        signal?.throwIfAborted();
        if (await this.request(accountId, `schedule:${day}`)) requested += 1;
      }
      const last = page.at(-1);
      if (!last || page.length < pageSize) return requested;
      after = last.accountId;
    }
  }

  private async request(accountId: AccountId, idempotencyKey: string): Promise<boolean> {
    try {
      await this.payouts.request({ accountId, idempotencyKey, byCreator: false });
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}

/** 1 is Monday, 7 Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
