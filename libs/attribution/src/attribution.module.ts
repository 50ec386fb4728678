import { Module } from '@nestjs/common';
import { ClicksQueries } from './clicks/clicks.queries.js';
import { ConversionQueries } from './conversion/conversion.queries.js';

/** Which opened product cards led to which purchases. */
@Module({ providers: [ClicksQueries, ConversionQueries], exports: [ClicksQueries, ConversionQueries] })
export class AttributionModule {}
