import { Module } from '@nestjs/common';
import { CatchUpMomentsHandler } from './catch-up-moments.job.js';
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
  providers: [
    PublishMomentHandler,
    SettleReadyMomentHandler,
    SettleFailedMomentHandler,
    RemoveMomentsOfAccountHandler,
    CatchUpMomentsHandler,
  ],
})
export class MomentsJobsModule {}
