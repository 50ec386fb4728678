export { type Bucket, type ObjectAddress, ObjectStorage } from './object-storage.js';
export { prepareBuckets } from './prepare-buckets.js';
export { storageOptionsFrom } from './storage-options.js';
