import { Module } from '@nestjs/common';
import { CloseAfterComment, CloseAfterMoment, ForgetAccount } from './closing/close-cases.jobs.js';
import { ClosingService } from './closing/closing.service.js';

/** What moderation does when moments, comments and accounts go; for worker apps only. */
@Module({ providers: [ClosingService, CloseAfterComment, CloseAfterMoment, ForgetAccount] })
export class ModerationJobsModule {}
