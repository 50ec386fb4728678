import { Module } from '@nestjs/common';
import {
  PublishMomentHandler,
  RemoveMomentsOfAccountHandler,
  SettleFailedMomentHandler,
  SettleReadyMomentHandler,
} from './moment-lifecycle.jobs.js';
import { MomentsModule } from './moments.module.js';

/** What the worker does for moments. */
@Module({
  imports: [MomentsModule],
  providers: [PublishMomentHandler, SettleReadyMomentHandler, SettleFailedMomentHandler, RemoveMomentsOfAccountHandler],
})
export class MomentsJobsModule {}
