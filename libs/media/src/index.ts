export { assetFailed, assetProgress, assetReady } from './assets/assets.events.js';
export { AssetsQueries } from './assets/assets.queries.js';
export { AssetsService } from './assets/assets.service.js';
export {
  type AssetContent,
  bestVariant,
  type ImageContent,
  type ImageFormat,
  imageFormats,
  storedFile,
  type VideoContent,
} from './assets/domain/asset-content.js';
export { MediaModule } from './media.module.js';
export { MediaJobsModule } from './media-jobs.module.js';
export { TranscodingModule } from './transcoding.module.js';
export {
  type UploadPurpose,
  uploadPurposes,
  type UploadStatus,
  uploadStatuses,
  type UploadView,
} from './uploads/domain/upload.js';
export type { ArrivedPart } from './uploads/domain/upload-parts.js';
export { type PartTarget, UploadsQueries } from './uploads/uploads.queries.js';
export { KeptUploads } from './uploads/kept-uploads.js';
export { UploadsService } from './uploads/uploads.service.js';
