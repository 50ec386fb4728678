import { Module } from '@nestjs/common';
import { AttributionModule } from './attribution.module.js';
import { ConfirmAttributions, JoinPurchases, ReconsiderAfterClick } from './attributions/resettling.jobs.js';

/** What becomes of purchases as time passes and more is known. */
@Module({
  imports: [AttributionModule],
  providers: [ConfirmAttributions, JoinPurchases, ReconsiderAfterClick],
})
export class AttributionJobsModule {}
