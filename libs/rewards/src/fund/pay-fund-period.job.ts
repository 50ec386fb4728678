import type { FundPeriodId } from '@moments/kernel';
import { HandlesJob, type JobHandler } from '@moments/platform';
import { FundClosing } from './fund-closing.service.js';
import { payFundPeriod } from './pay-fund-period.definition.js';

@HandlesJob(payFundPeriod)
export class PayFundPeriod implements JobHandler<{ periodId: FundPeriodId }> {
  constructor(private readonly closing: FundClosing) {}

  async handle({ periodId }: { periodId: FundPeriodId }): Promise<void> {
    await this.closing.pay(periodId);
  }
}
