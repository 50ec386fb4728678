import { Module } from '@nestjs/common';
import { EraseAfterAccount } from './erase-after-account.job.js';
import { EraseAfterMoment } from './erase-after-moment.job.js';
import { ErasureService } from './erasure.service.js';

/** What social does when accounts and moments go. */
@Module({ providers: [ErasureService, EraseAfterAccount, EraseAfterMoment] })
export class SocialJobsModule {}
