import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AssetEntity } from './assets/asset.entity.js';
import { AssetsQueries } from './assets/assets.queries.js';
import { AssetsService } from './assets/assets.service.js';
import { UploadCompletion } from './uploads/upload-completion.js';
import { UploadStoreCleaner } from './uploads/upload-store-cleaner.js';
import { UploadEntity } from './uploads/upload.entity.js';
import { KeptUploads } from './uploads/kept-uploads.js';
import { UploadsQueries } from './uploads/uploads.queries.js';
import { UploadsService } from './uploads/uploads.service.js';

/** Uploads, and the assets that are made of them. */
@Module({
  imports: [TypeOrmModule.forFeature([UploadEntity, AssetEntity])],
  providers: [
    KeptUploads,
    UploadsService,
    UploadsQueries,
    UploadCompletion,
    UploadStoreCleaner,
    AssetsService,
    AssetsQueries,
  ],
  exports: [KeptUploads, UploadsService, UploadsQueries, UploadStoreCleaner, AssetsService, AssetsQueries],
})
export class MediaModule {}
