export { MultipartUploads } from './multipart-uploads.js';
export { ObjectStorage } from './object-storage.js';
export { prepareBuckets } from './prepare-buckets.js';
export { storageOptionsFrom } from './storage-options.js';
export type { Bucket, ObjectAddress } from './store-client.js';
