import { Injectable } from '@nestjs/common';
import { type AccountId, after, businessDayOf, Clock, days, type FundPeriodId, NotFound } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { EarningsService } from '@moments/payouts';
import { Database, execute, Settings, type Tx } from '@moments/platform';
import { FundPeriodNotOver, FundPeriodStands } from '../rewards.errors.js';
import { fundHold } from '../rewards.settings.js';
import { periodStepFrom } from './domain/period-machine.js';
import { type PoolSplit, splitPool } from './domain/split-pool.js';
import { insertShares, lockPeriod, markPaid, openDaysOf, sharersOf, unpaidShares } from './fund-periods.store.js';
import { FundTelling } from './fund-telling.js';
import type { FundPeriodView } from './fund.view.js';

// Each of them locks its creator's balances until its transaction ends.
const payBatch = 500;

/** The end of a period: its pool is split once, and every share recorded once, however often this is begun. */
@Injectable()
export class FundClosing {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly earnings: EarningsService,
    private readonly settings: Settings,
    private readonly telling: FundTelling,
    private readonly clock: Clock,
  ) {}

  /**
   * Splits the pool by what happened on the period's days, records every share on its creator's statement, and gives back
   * what the caps left over. Interrupted it goes on, done again it gives what stands. Audited. Throws `NotFound`,
   * `FundPeriodNotOver` while a day of it is open, `FundPeriodStands` when it was cancelled.
   */
  async close({ periodId, by }: { periodId: FundPeriodId; by: AccountId | null }): Promise<FundPeriodView> {
    await this.share({ periodId, by });
    return this.pay(periodId);
  }

  /** The first half of {@link close}: from then on it stands who gets how much. */
  async share({ periodId, by }: { periodId: FundPeriodId; by: AccountId | null }): Promise<void> {
    const split = await this.split(periodId);
    await this.database.transaction(async (tx) => {
      // Nobody shares twice: who comes second finds the shares.
      const period = await this.lock(tx, periodId);
      if (isShared(period)) return;
      const status = periodStepFrom(period.status, 'share');
      if (!status || !split) throw new FundPeriodStands(period.status);
      await insertShares(tx, periodId, split.shares);
      await execute(
        tx,
        'update fund_periods set status = $2, shared_at = $3, allocated = pool - $4, unallocated = $4 where id = $1',
        [periodId, status, this.clock.now(), split.unallocated.minor],
      );
      await this.telling.shared(tx, period, by);
    });
  }

  /** The second half: records what is left of a shared period. */
  async pay(periodId: FundPeriodId): Promise<FundPeriodView> {
    const { days: holdDays } = await this.settings.get(fundHold);
    for (;;) {
      const closed = await this.database.transaction((tx) => this.payNext(tx, periodId, holdDays));
      if (closed) return closed;
    }
  }

  /**
   * What each creator would get; nothing when the period is not to be shared. Read and computed at length before anything
   * is locked: the days are closed, so nobody changes what they say.
   */
  private async split(periodId: FundPeriodId): Promise<PoolSplit | undefined> {
    const period = await this.database.transaction((tx) => this.lock(tx, periodId));
    if (!periodStepFrom(period.status, 'share')) return undefined;
    const sharers = await this.database.snapshot(async (read) => {
      const openDays = await openDaysOf(read, period);
      if (openDays > 0) throw new FundPeriodNotOver(openDays);
      return sharersOf(read, period);
    });
    return splitPool(period.pool, sharers, period.rules);
  }

  /** One batch, or the end; gives the period once it is closed. */
  private async payNext(tx: Tx, periodId: FundPeriodId, holdDays: number): Promise<FundPeriodView | undefined> {
    // Held so that two who pay do not record the same batch.
    const period = await this.lock(tx, periodId);
    if (period.status === 'CLOSED') return period;
    if (period.status !== 'PAYING') throw new FundPeriodStands(period.status);
    const { currency } = period.pool;
    const shares = await unpaidShares(tx, { periodId, currency, limit: payBatch });
    if (shares.length === 0) return this.finish(tx, period);
    const at = this.clock.now();
    await this.earnings.record(
      tx,
      shares.map(({ creatorId, amount, inputs, formula }) => ({
        // Not the period's last day: its statement has been published.
        ...{ key: `fund:${periodId}`, creatorId, day: businessDayOf(at), kind: 'FUND_SHARE', amount },
        ...{ source: addresses.fundBudget(periodId), availableAt: after(at, days(holdDays)) },
        basis: { inputs, formula },
      })),
    );
    const creatorIds = shares.map(({ creatorId }) => creatorId);
    await markPaid(tx, { periodId, creatorIds, at });
    await this.telling.paid(tx, period, creatorIds);
    return undefined;
  }

  private async finish(tx: Tx, period: FundPeriodView): Promise<FundPeriodView> {
    const { id, fundId, unallocated } = period;
    if (unallocated && unallocated.minor > 0n) {
      await this.ledger.post(tx, {
        ...{ key: `fund-period:${id}:rest`, kind: 'fund_period_rest', reference: `fund-period:${id}` },
        postings: [{ from: addresses.fundBudget(id), to: addresses.fundBudget(fundId), amount: unallocated }],
      });
    }
    const status = periodStepFrom(period.status, 'finish') ?? period.status;
    const endedAt = this.clock.now();
    await execute(tx, 'update fund_periods set status = $2, ended_at = $3 where id = $1', [id, status, endedAt]);
    await this.telling.closed(tx, period);
    return { ...period, status, endedAt };
  }

  private async lock(tx: Tx, periodId: FundPeriodId): Promise<FundPeriodView> {
    const period = await lockPeriod(tx, periodId);
    if (!period) throw new NotFound('fund period', ['periodId']);
    return period;
  }
}

const isShared = ({ status }: FundPeriodView): boolean => status === 'PAYING' || status === 'CLOSED';
