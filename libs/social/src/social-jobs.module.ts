import { Module } from '@nestjs/common';
import { EraseAfterAccount } from './erasure/erase-after-account.job.js';
import { EraseAfterMoment } from './erasure/erase-after-moment.job.js';
import { ErasureService } from './erasure/erasure.service.js';

/** What social does when accounts and moments go. */
@Module({ providers: [ErasureService, EraseAfterAccount, EraseAfterMoment] })
export class SocialJobsModule {}
