import type { AccountId, FundPeriodId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { fundSharePaid } from '@moments/rewards';
import { TellingService } from './telling.service.js';

const tellOfFundShare = defineSubscription({ event: fundSharePaid, name: 'notifications-tell-of-fund-share' });

interface Paid {
  periodId: FundPeriodId;
  creatorId: AccountId;
}

/** Tells a creator of their share, once for each period. */
@HandlesJob(tellOfFundShare)
export class TellOfFundShare implements JobHandler<Paid> {
  constructor(private readonly telling: TellingService) {}

  handle({ periodId, creatorId }: Paid): Promise<void> {
    return this.telling.tell({
      kind: 'FUND_SHARE_PAID',
      recipientId: creatorId,
      subjectId: creatorId,
      actId: periodId,
    });
  }
}
