import { Module } from '@nestjs/common';
import { CatalogModule } from './catalog.module.js';
import { RecountProductWordsHandler } from './search/recount-words.job.js';
import { ForgetAccount } from './sellers/forget-account.job.js';

/** What the catalogue does when accounts go, and at night. */
@Module({ imports: [CatalogModule], providers: [ForgetAccount, RecountProductWordsHandler] })
export class CatalogJobsModule {}
