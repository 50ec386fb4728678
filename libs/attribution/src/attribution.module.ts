import { Module } from '@nestjs/common';
import { ClicksQueries } from './clicks/clicks.queries.js';

/** Which opened product cards led to which purchases. */
@Module({ providers: [ClicksQueries], exports: [ClicksQueries] })
export class AttributionModule {}
