import type { CommonEnvironment } from '../config/environment.js';

export const STORAGE_OPTIONS = Symbol('storage options');

export interface StorageOptions {
  endpoint: string;
  /** The same store as clients reach it, when that differs. */
  publicEndpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  uploadsBucket: string;
  mediaBucket: string;
  /** What public object keys are appended to: the media bucket's own address, or the CDN before it. */
  mediaBaseUrl: string;
  /** How long the store may take over what somebody waits for, and six times as long over what a job does; 10 s when left out. */
  answerMs?: number;
}

/** The storage options that an app's environment names. */
export const storageOptionsFrom = (environment: CommonEnvironment): StorageOptions => ({
  endpoint: environment.S3_ENDPOINT,
  publicEndpoint: environment.S3_PUBLIC_ENDPOINT,
  region: environment.S3_REGION,
  accessKeyId: environment.S3_ACCESS_KEY_ID,
  secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
  uploadsBucket: environment.S3_BUCKET_UPLOADS,
  mediaBucket: environment.S3_BUCKET_MEDIA,
  mediaBaseUrl: environment.MEDIA_BASE_URL,
});
