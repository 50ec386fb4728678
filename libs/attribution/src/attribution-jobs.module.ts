import { Module } from '@nestjs/common';
import { AttributionModule } from './attribution.module.js';
import { ForgetClicker } from './clicks/forget-clicker.job.js';
import { ConfirmAttributions, JoinPurchases, ReconsiderAfterClick } from './attributions/resettling.jobs.js';

/** What becomes of purchases as time passes and more is known. */
@Module({
  imports: [AttributionModule],
  providers: [ConfirmAttributions, ForgetClicker, JoinPurchases, ReconsiderAfterClick],
})
export class AttributionJobsModule {}
