import { Module } from '@nestjs/common';
import { DeleteAssetObjectsHandler } from './assets/delete-asset-objects.job.js';
import { MediaModule } from './media.module.js';
import { SweepOrphansHandler } from './sweeping/sweep-orphans.job.js';
import { SweepUploadsHandler } from './sweeping/sweep-uploads.job.js';

/** What the worker does for media: sweeping and deleting. Making assets is the transcoder's. */
@Module({
  imports: [MediaModule],
  providers: [DeleteAssetObjectsHandler, SweepUploadsHandler, SweepOrphansHandler],
})
export class MediaJobsModule {}
