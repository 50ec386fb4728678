import { Module } from '@nestjs/common';
import { AttributionModule } from '@moments/attribution';
import { PayoutsModule } from '@moments/payouts';
import { ViewDaysModule } from '@moments/views';
import { MomentAnalyticsResolver } from './moment-analytics.resolver.js';

/** How moments do. */
@Module({ imports: [AttributionModule, PayoutsModule, ViewDaysModule], providers: [MomentAnalyticsResolver] })
export class AnalyticsGraphqlModule {}
