import { Injectable } from '@nestjs/common';
import { type AccountId, after, type BusinessDay, businessDayOf, Clock, DomainError, minutes } from '@moments/kernel';
import { Database, Jobs, Settings, statement } from '@moments/platform';
import { TaxServiceAway } from '../payouts.errors.js';
import { payoutCurrency, payoutRules, payoutSchedule, roubles } from '../payouts.settings.js';
import { PayoutsService } from './payouts.service.js';
import { requestScheduledPayouts } from './request-scheduled-payouts.definition.js';

const pageSize = 500;
const againMs = minutes(30);

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
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Requests a payout for each creator who can be paid, if `day` (today) is a day for it and not over; run again it requests
   * nothing twice. Gives how many there were. Whom rules refuse is passed over: they find out why when they ask. Whoever the
   * tax service was asked about in vain is tried again in half an hour, as long as the day lasts.
   */
  async run({ day, signal }: { day?: BusinessDay; signal?: AbortSignal } = {}): Promise<number> {
    const today = businessDayOf(this.clock.now());
    const { weekdays } = await this.settings.get(payoutSchedule);
    if (!weekdays.includes(weekdayOf(today)) || (day ?? today) !== today) return 0;
    const threshold = roubles((await this.settings.get(payoutRules)).threshold);
    const counts = { requested: 0, refused: 0, postponed: 0 };
    for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
      const parameters = [last, payoutCurrency, threshold.minor, pageSize];
      const page = await this.database.read<{ accountId: AccountId }>(ready, parameters);
      for (const { accountId } of page) {
        signal?.throwIfAborted();
        counts[await this.request(accountId, `schedule:${today}`)] += 1;
      }
      if (page.length < pageSize) break;
      last = page.at(-1)?.accountId ?? last;
    }
    if (counts.postponed > 0) await this.postpone(today);
    return counts.requested;
  }

  private async request(accountId: AccountId, idempotencyKey: string): Promise<'requested' | 'refused' | 'postponed'> {
    try {
      await this.payouts.request({ accountId, idempotencyKey, byCreator: false });
      return 'requested';
    } catch (error) {
      if (error instanceof TaxServiceAway) return 'postponed';
      if (error instanceof DomainError) return 'refused';
      throw error;
    }
  }

  private async postpone(day: BusinessDay): Promise<void> {
    const runAt = after(this.clock.now(), againMs);
    await this.database.transaction((tx) =>
      this.jobs.enqueue(tx, requestScheduledPayouts, { day }, { runAt, key: `payouts-schedule:${day}` }),
    );
  }
}

/** 1 is Monday, 7 Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
