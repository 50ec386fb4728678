import { Module } from '@nestjs/common';
import { SweepCommentsHandler } from './comments/sweep-comments.job.js';
import { EraseAfterAccount } from './erasure/erase-after-account.job.js';
import { EraseAfterMoment } from './erasure/erase-after-moment.job.js';
import { ErasureService } from './erasure/erasure.service.js';
import {
  DropResetAvatarHandler,
  EraseAvatarHandler,
  GiveUpAvatarHandler,
  ShowAvatarHandler,
} from './profiles/avatars.jobs.js';
import { SocialProfilesModule } from './profiles/profiles.module.js';

/** What social does when accounts and moments go, when pictures of profiles are ready, and at night. */
@Module({
  imports: [SocialProfilesModule],
  providers: [
    ErasureService,
    EraseAfterAccount,
    EraseAfterMoment,
    SweepCommentsHandler,
    ShowAvatarHandler,
    GiveUpAvatarHandler,
    DropResetAvatarHandler,
    EraseAvatarHandler,
  ],
})
export class SocialJobsModule {}
