import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { randomBytes } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphqlClient } from '../../tools/client/graphql-client.js';
import { signUp, uploadFile } from '../../tools/client/journey.js';
import { bounded, figure, type Figure } from './figure.js';
import { interleaved, median, seconds } from './measure.js';
import { residentBytes, withPrograms } from './programs.js';
import { scaled } from './scale.js';

const megabytes = scaled(200);
const rounds = scaled(5);

/** 200 MB through presigned parts beside one plain PUT to the same store, and what that costs the gateway's memory. */
export const upload = (): Promise<Figure[]> =>
  withPrograms(async (programs) => {
    const gateway = await programs.gateway();
    const file = join(process.env.BENCH_FOLDER ?? '.', 'upload.mp4');
    await writeVideoLikeFile(file);
    const { client } = await signUp(new GraphqlClient(`${gateway.url}/graphql`), {
      email: 'bench@example.com',
      password: randomBytes(12).toString('base64url'),
      handle: 'bench',
      displayName: 'Bench',
      region: 'RU',
    });
    const putUrl = await plainPutUrl();
    const memoryBefore = await residentBytes(gateway.pid);

    const { ours, reference } = await interleaved(rounds, {
      ours: () => seconds(() => uploadFile(client, { path: file, purpose: 'VIDEO', contentType: 'video/mp4' })),
      reference: () => seconds(() => plainPut(putUrl, file)),
    });

    const memoryGrowth = (await residentBytes(gateway.pid)) - memoryBefore;
    await rm(file);
    return [
      figure({
        name: `${megabytes} MB through presigned parts / one PUT`,
        ours: megabytes / median(ours),
        reference: megabytes / median(reference),
        target: 0.9,
        better: 'higher',
        unit: 'MB/s',
      }),
      bounded({
        name: `gateway memory grown by ${rounds + 1} such uploads (bound: 32 MB)`,
        ours: Math.max(0, memoryGrowth / 1e6),
        bound: 32,
        unit: 'MB',
      }),
    ];
  });

/** Noise with the head of an MP4, so that the bytes pass for what was announced. */
async function writeVideoLikeFile(file: string): Promise<void> {
  const handle = await open(file, 'w');
  const noise = randomBytes(1e6);
  const head = Buffer.from('00000020667479706d703432000000006d7034326d7034316973366d61766331', 'hex');
  for (let written = 0; written < megabytes; written += 1) {
    await handle.write(written === 0 ? Buffer.concat([head, noise.subarray(head.length)]) : noise);
  }
  await handle.close();
}

async function plainPutUrl(): Promise<string> {
  const { S3_ENDPOINT = '', S3_REGION = '', S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = process.env;
  const store = new S3Client({
    endpoint: S3_ENDPOINT,
    region: S3_REGION,
    credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await store.send(new CreateBucketCommand({ Bucket: 'bench-plain' }));
  return getSignedUrl(store, new PutObjectCommand({ Bucket: 'bench-plain', Key: 'plain' }), { expiresIn: 3600 });
}

async function plainPut(url: string, file: string): Promise<void> {
  const body = await readFile(file);
  const response = await fetch(url, { method: 'PUT', body });
  if (!response.ok) throw new Error(`plain PUT: HTTP ${response.status} ${await response.text()}`);
}
