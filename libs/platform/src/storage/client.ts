import { S3Client } from '@aws-sdk/client-s3';
import type { StorageOptions } from './storage-options.js';

// A store that says nothing for so long will not answer: the job is tried again instead of waiting for ever.
const connectMs = 5_000;
const silenceMs = 60_000;

/** A client for any S3-compatible store: addressed by path, without checksums that only AWS knows. */
export const createClient = (options: StorageOptions): S3Client =>
  new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs },
  });
