import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isNetworkFailure } from '../health/network-failure.js';
import { STORAGE_OPTIONS, type StorageOptions } from './storage-options.js';

/** Which of the two buckets: `uploads` is private to us, `media` is what the world reads. */
export type Bucket = 'uploads' | 'media';

export interface ObjectAddress {
  bucket: Bucket;
  key: string;
}

// A store that says nothing for so long will not answer: the job is tried again instead of waiting for ever.
const connectMs = 5_000;
const silenceMs = 60_000;
// What somebody waits for: the tries of the client one after the other would take minutes.
const answerMs = 10_000;
// What jobs wait for may take so many times as long: a thousand objects are deleted by one call.
const jobShare = 6;
// A line that carries less than a quarter of a megabyte a second is broken.
const bytesPerMs = 250;

/** The way to the store: where an object lies in it, and how long it is waited for. */
@Injectable()
export class StoreClient implements OnApplicationShutdown {
  readonly client: S3Client;
  /** Signs for the address that clients use; it never sends anything. */
  readonly presigner: S3Client;

  constructor(@Inject(STORAGE_OPTIONS) readonly options: StorageOptions) {
    this.client = createClient(options);
    this.presigner = createClient({ ...options, endpoint: options.publicEndpoint ?? options.endpoint });
  }

  bucketName(bucket: Bucket): string {
    return bucket === 'uploads' ? this.options.uploadsBucket : this.options.mediaBucket;
  }

  locate({ bucket, key }: ObjectAddress): { Bucket: string; Key: string } {
    return { Bucket: this.bucketName(bucket), Key: key };
  }

  /** For a call that somebody waits for: it fails when the store has not answered after ten seconds. */
  soon(): { abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(this.options.answerMs ?? answerMs) };
  }

  /** For a call of a job: it fails when the store has not answered after a minute, and so much more as the bytes need that go along. */
  inTime(sizeBytes = 0): { abortSignal: AbortSignal } {
    const ms = jobShare * (this.options.answerMs ?? answerMs) + Math.ceil(sizeBytes / bytesPerMs);
    return { abortSignal: AbortSignal.timeout(ms) };
  }

  onApplicationShutdown(): void {
    this.client.destroy();
    this.presigner.destroy();
  }
}

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

/** By name: which errors have a class of their own differs from one operation of the SDK to the next. */
export const isAnswer = (error: unknown, name: string): boolean =>
  error instanceof S3ServiceException && error.name === name;

// Of the SDK: when we wait no longer, and when a connection cannot be made in time.
const givenUp: ReadonlySet<string> = new Set(['AbortError', 'TimeoutError']);

/** Whether a call failed because the store was not to be reached, did not answer in time or said that it cannot now. */
export function isStoreAway(error: unknown): boolean {
  if (error instanceof S3ServiceException) return (error.$metadata.httpStatusCode ?? 0) >= 500;
  return isNetworkFailure(error) || (error instanceof Error && givenUp.has(error.name));
}
