export { type Bucket, type ObjectAddress, ObjectStorage, type StoredPart } from './object-storage.js';
export { prepareBuckets } from './prepare-buckets.js';
export { type StorageOptions, storageOptionsFrom } from './storage-options.js';
export { StorageModule } from './storage.module.js';
