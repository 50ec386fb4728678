import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  UploadPartCommand,
  CompleteMultipartUploadCommand,
  S3Client,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalS3, startLocalS3 } from './index.js';
import { codeOf, credentials, productConfig, region } from './testing.js';
import { CreateBucketCommand } from '@aws-sdk/client-s3';

const Bucket = 'moments';
let folder: string;
let store: LocalS3;
let s3: S3Client;
let now: Date;

beforeEach(async () => {
  now = new Date();
  folder = await mkdtemp(join(tmpdir(), 'local-s3-test-'));
  await start();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  store = await startLocalS3({ folder, port: 0, ...credentials, now: () => now });
  connect();
}

function connect(): void {
  // The client's clock is the machine's: it is told how far the store's is off.
  const systemClockOffset = now.getTime() - Date.now();
  s3 = new S3Client({ endpoint: store.url, region, credentials, ...productConfig, systemClockOffset });
}

async function stop(): Promise<void> {
  s3.destroy();
  await store.close();
}

const dataFiles = (): Promise<string[]> => readdir(join(folder, 'buckets', Bucket, 'data'));
const put = (Key: string, Body: string | Buffer) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const text = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

async function beginUpload(Key: string, ...bodies: Buffer[]) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const parts = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    parts.push({
      PartNumber,
      ETag: (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))).ETag,
    });
  }
  return { UploadId, parts };
}

describe('a restart', () => {
  it('finds objects, uploads and settings as they were', async () => {
    await put('kept', 'bytes');
    const { UploadId, parts } = await beginUpload('upload', Buffer.from('part'));
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/kept` },
    ];
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    await stop();
    await start();
    expect(await text('kept')).toBe('bytes');
    expect((await fetch(`${store.url}/${Bucket}/kept`)).status).toBe(200);
    await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'upload', UploadId, MultipartUpload: { Parts: parts } }),
    );
    expect(await text('upload')).toBe('part');
  });

  it('clears away what a kill left: half a body, bytes nothing refers to, half a record', async () => {
    await put('kept', 'bytes');
    await stop();
    await writeFile(join(folder, 'tmp', 'half'), 'x');
    await writeFile(join(folder, 'buckets', Bucket, 'data', 'orphan'), 'x');
    await writeFile(join(folder, 'buckets', Bucket, 'objects', 'broken.json'), '{"key":');
    await start();
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
    expect(await dataFiles()).toHaveLength(1);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map((each) => each.Key)).toEqual(['kept']);
  });
});

describe('the disk', () => {
  it('keeps each body once: overwriting, deleting, aborting and completing leave nothing over', async () => {
    await put('a', 'one');
    await put('a', 'two');
    expect(await dataFiles()).toHaveLength(1);
    await put('empty', '');
    expect(await dataFiles()).toHaveLength(1);
    const { UploadId, parts } = await beginUpload(
      'a',
      Buffer.alloc(5 * 1024 * 1024),
      Buffer.from('end'),
      Buffer.from('not named'),
    );
    await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts: parts.slice(0, 2) } }),
    );
    expect(await dataFiles()).toHaveLength(2);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(await dataFiles()).toEqual([]);
    expect(await readdir(join(folder, 'buckets', Bucket, 'uploads'))).toEqual([]);
  });

  it('moves no byte to complete an upload: the part files become the object', async () => {
    const { UploadId, parts } = await beginUpload('a', Buffer.from('part'));
    const [before] = await dataFiles();
    const inode = (await stat(join(folder, 'buckets', Bucket, 'data', before ?? ''))).ino;
    await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts: parts } }),
    );
    const [after] = await dataFiles();
    expect((await stat(join(folder, 'buckets', Bucket, 'data', after ?? ''))).ino).toBe(inode);
  });

  it('lets a reader finish an object that is replaced meanwhile, and then frees it', async () => {
    const old = Buffer.alloc(40 * 1024 * 1024, 'old');
    await put('a', old);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await put('a', 'new');
    expect(await dataFiles()).toHaveLength(2);
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(old)).toBe(true);
    for (let tries = 0; tries < 3_000 && (await dataFiles()).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await dataFiles()).toHaveLength(1);
  });

  it('frees an object whose reader went away in the middle', async () => {
    await put('a', Buffer.alloc(40 * 1024 * 1024));
    const leaving = new AbortController();
    await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }), { abortSignal: leaving.signal });
    await put('a', 'new');
    leaving.abort();
    s3.destroy();
    connect();
    for (let tries = 0; tries < 3_000 && (await dataFiles()).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await dataFiles()).toHaveLength(1);
  });
});

describe('many at once', () => {
  it('writing one key leaves one of the bodies whole', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000 + index));
    await Promise.all(bodies.map((body) => put('same', body)));
    expect(bodies).toContain(await text('same'));
    expect(await dataFiles()).toHaveLength(1);
  });

  it('completing one upload twice makes one object and one NoSuchUpload', async () => {
    const { UploadId, parts } = await beginUpload('a', Buffer.from('part'));
    const complete = () =>
      codeOf(
        s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts: parts } })),
      );
    expect((await Promise.all([complete(), complete()])).sort()).toEqual(['NoSuchUpload', 'no error']);
    expect(await text('a')).toBe('part');
  });
});

describe('the sweep', () => {
  const days = (count: number): number => count * 24 * 60 * 60_000;

  it('deletes what is as old as the rule says, by prefix, and not a moment earlier', async () => {
    await put('tmp/a', 'x');
    await put('kept/a', 'x');
    await beginUpload('tmp/upload', Buffer.from('part'));
    await beginUpload('kept/upload', Buffer.from('part'));
    const Rules = [
      { Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 3 } },
      {
        Status: 'Enabled' as const,
        Filter: { Prefix: 'tmp/' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      { Status: 'Disabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 1 } },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const at = now.getTime();
    const left = async (afterMs: number): Promise<string[]> => {
      now = new Date(at + afterMs);
      await store.sweep();
      now = new Date(at);
      const objects = (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];
      const uploads = (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
      return [...objects, ...uploads].map((each) => each.Key ?? '');
    };
    expect(await left(days(1) - 1)).toEqual(['kept/a', 'tmp/a', 'kept/upload', 'tmp/upload']);
    expect(await left(days(1))).toEqual(['kept/a', 'tmp/a', 'kept/upload']);
    expect(await left(days(3) - 1)).toEqual(['kept/a', 'tmp/a', 'kept/upload']);
    expect(await left(days(3))).toEqual(['kept/a', 'kept/upload']);
    expect(await dataFiles()).toHaveLength(2);
  });
});

describe('the process', () => {
  it('has its folder to itself', async () => {
    await expect(startLocalS3({ folder, port: 0, ...credentials })).rejects.toThrow('is open in another process');
    expect(await codeOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'absent' })))).toBe('NotFound');
  });

  it('says so when its port is taken, and lets go of the folder', async () => {
    const other = await mkdtemp(join(tmpdir(), 'local-s3-test-'));
    const port = Number(new URL(store.url).port);
    await expect(startLocalS3({ folder: other, port, ...credentials })).rejects.toThrow('EADDRINUSE');
    const second = await startLocalS3({ folder: other, port: 0, ...credentials });
    await second.close();
    await rm(other, { recursive: true });
  });

  it('does not run in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(startLocalS3({ folder, port: 0, ...credentials })).rejects.toThrow('does not run in production');
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
