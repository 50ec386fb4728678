import { Module } from '@nestjs/common';
import { ReleaseEarnings } from './earnings/release-earnings.job.js';
import { PayoutsModule } from './payouts.module.js';

/** What becomes of earnings and payouts as time passes. */
@Module({ imports: [PayoutsModule], providers: [ReleaseEarnings] })
export class PayoutsJobsModule {}
