import { Module } from '@nestjs/common';
import { SweepSessionsHandler } from './sessions/sweep-sessions.job.js';

/** What identity does in the background; for worker apps only. */
@Module({ providers: [SweepSessionsHandler] })
export class IdentityJobsModule {}
