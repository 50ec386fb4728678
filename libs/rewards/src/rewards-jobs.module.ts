import { Module } from '@nestjs/common';
import { AccrueCommission, ConfirmCommission, TakeBackCommission } from './accrual/purchase-rewards.jobs.js';
import { CloseRewardDay, CloseRewardDays, CorrectRewardDays } from './closing/close-days.jobs.js';
import { DaysDueGauge } from './closing/days-due.gauge.js';
import { PayFundPeriod } from './fund/pay-fund-period.job.js';
import { ForgetApplicant } from './monetization/forget-applicant.job.js';
import { RewardsModule } from './rewards.module.js';

/** What becomes of rewards as days and accounts pass; for worker apps only. */
@Module({
  imports: [RewardsModule],
  providers: [
    AccrueCommission,
    ConfirmCommission,
    TakeBackCommission,
    CloseRewardDay,
    CloseRewardDays,
    CorrectRewardDays,
    DaysDueGauge,
    ForgetApplicant,
    PayFundPeriod,
  ],
})
export class RewardsJobsModule {}
