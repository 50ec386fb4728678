import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import { type AccountId, formatAmount, toGlobalId } from '@moments/kernel';
import { Events, Jobs, type Tx } from '@moments/platform';
import type { FundPeriodView } from './fund.view.js';
import { fundPeriodCancelled, fundPeriodClosed, fundPeriodOpened, fundSharePaid } from './funds.events.js';
import { payFundPeriod } from './pay-fund-period.definition.js';

/** Writes down what was done with a period, and lets everybody know whom it concerns. */
@Injectable()
export class FundTelling {
  constructor(
    private readonly audit: Audit,
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  async opened(tx: Tx, period: FundPeriodView, by: AccountId | null): Promise<void> {
    const { from, to, pool } = period;
    const details = { from, to, pool: formatAmount(pool), currency: pool.currency };
    await this.record(tx, period, { by, action: 'fund_period.opened', details });
    await this.events.emit(tx, fundPeriodOpened, idsOf(period));
  }

  async cancelled(tx: Tx, period: FundPeriodView, by: AccountId | null): Promise<void> {
    await this.record(tx, period, { by, action: 'fund_period.cancelled', details: {} });
    await this.events.emit(tx, fundPeriodCancelled, idsOf(period));
  }

  /** Shares are computed; a job sees to it that they are recorded, whatever becomes of this process. */
  async shared(tx: Tx, period: FundPeriodView, by: AccountId | null): Promise<void> {
    await this.record(tx, period, { by, action: 'fund_period.shared', details: {} });
    await this.jobs.enqueue(tx, payFundPeriod, { periodId: period.id });
  }

  async paid(tx: Tx, period: FundPeriodView, creatorIds: readonly AccountId[]): Promise<void> {
    for (const creatorId of creatorIds) await this.events.emit(tx, fundSharePaid, { ...idsOf(period), creatorId });
  }

  async closed(tx: Tx, period: FundPeriodView): Promise<void> {
    await this.events.emit(tx, fundPeriodClosed, idsOf(period));
  }

  private record(
    tx: Tx,
    { id }: FundPeriodView,
    { by, action, details }: { by: AccountId | null; action: string; details: Record<string, string> },
  ): Promise<void> {
    return this.audit.record(tx, { actor: by, action, subject: toGlobalId('fundPeriod', id), details });
  }
}

const idsOf = ({ id: periodId, fundId }: FundPeriodView) => ({ fundId, periodId });
