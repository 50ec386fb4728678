import { Module } from '@nestjs/common';
import { CatalogModule } from './catalog.module.js';
import { ForgetAccount } from './sellers/forget-account.job.js';

/** What the catalogue does when accounts go. */
@Module({ imports: [CatalogModule], providers: [ForgetAccount] })
export class CatalogJobsModule {}
