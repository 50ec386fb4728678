import { Module } from '@nestjs/common';
import { SweepFormerHandlesHandler } from './profiles/sweep-former-handles.job.js';
import { SweepSessionsHandler } from './sessions/sweep-sessions.job.js';

/** What identity does in the background; for worker apps only. */
@Module({ providers: [SweepFormerHandlesHandler, SweepSessionsHandler] })
export class IdentityJobsModule {}
