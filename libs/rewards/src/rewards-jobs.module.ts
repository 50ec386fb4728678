import { Module } from '@nestjs/common';
import { ForgetApplicant } from './monetization/forget-applicant.job.js';
import { RewardsModule } from './rewards.module.js';

/** What becomes of rewards as days and accounts pass; for worker apps only. */
@Module({ imports: [RewardsModule], providers: [ForgetApplicant] })
export class RewardsJobsModule {}
