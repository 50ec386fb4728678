import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { StorageOptions } from './storage-options.js';
import { createClient } from './store-client.js';

const anyOrigin = { AllowedOrigins: ['*'], AllowedHeaders: ['*'], MaxAgeSeconds: 86_400 };

/**
 * Makes both buckets as the product needs them: uploads private, open to browsers' PUTs, sweeping what was never
 * finished; media readable by everybody, from any page. Run again, it changes nothing.
 */
export async function prepareBuckets(options: StorageOptions): Promise<void> {
  const client = createClient(options);
  try {
    for (const Bucket of [options.uploadsBucket, options.mediaBucket]) await createBucket(client, Bucket);
    await client.send(
      new PutBucketCorsCommand({
        Bucket: options.uploadsBucket,
        CORSConfiguration: { CORSRules: [{ ...anyOrigin, AllowedMethods: ['PUT'], ExposeHeaders: ['ETag'] }] },
      }),
    );
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: options.uploadsBucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: 'unfinished',
              Status: 'Enabled',
              Filter: { Prefix: '' },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
            },
          ],
        },
      }),
    );
    await client.send(
      new PutBucketCorsCommand({
        Bucket: options.mediaBucket,
        CORSConfiguration: {
          CORSRules: [
            {
              ...anyOrigin,
              AllowedMethods: ['GET', 'HEAD'],
              ExposeHeaders: ['Content-Length', 'Content-Range', 'ETag'],
            },
          ],
        },
      }),
    );
    await client.send(
      new PutBucketPolicyCommand({
        Bucket: options.mediaBucket,
        Policy: JSON.stringify(readableByAll(options.mediaBucket)),
      }),
    );
  } finally {
    client.destroy();
  }
}

async function createBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (error instanceof S3ServiceException && /BucketAlready(OwnedByYou|Exists)/.test(error.name)) return;
    throw error;
  }
}

const readableByAll = (bucket: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'PublicRead',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::${bucket}/*`],
    },
  ],
});
