import { Module } from '@nestjs/common';
import { PayoutsModule } from './payouts.module.js';

/** What becomes of earnings and payouts as time passes. */
@Module({ imports: [PayoutsModule] })
export class PayoutsJobsModule {}
