import {
  type CompletedPart,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListParts,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { codeOf, openWorld, sendSigned, type World } from './testing.js';
import { beginUpload } from './testing-uploads.js';

let world: World;
let keys = 0;
const minPartBytes = 5 * 1024 * 1024;
const full = randomBytes(minPartBytes);
const short = Buffer.from('the end');

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();

const begin = (more: object = {}) => beginUpload(world, `upload-${(keys += 1)}`, more);

describe('an upload in parts', () => {
  it('becomes the object of its parts, with the headers it was begun with', async () => {
    const upload = await begin({ ContentType: 'video/mp4', Metadata: { a: '1' } });
    const second = await upload.put(2, short);
    const first = await upload.put(1, full);
    expect(await upload.exists()).toBe(false);
    const done = await upload.complete([
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ]);
    const etag = `"${md5(Buffer.concat([md5(full), md5(short)])).toString('hex')}-2"`;
    expect(done).toMatchObject({ ETag: etag, Bucket: upload.Bucket, Key: upload.Key });
    const head = await world.s3.send(new HeadObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }));
    expect(head).toMatchObject({
      ETag: etag,
      ContentLength: full.length + short.length,
      ContentType: 'video/mp4',
      Metadata: { a: '1' },
    });
    expect((await upload.get()).equals(Buffer.concat([full, short]))).toBe(true);
  });

  it('is read across the seams of its parts', async () => {
    const upload = await begin();
    const parts = [];
    for (const [index, body] of [full, full, short].entries()) {
      parts.push({ PartNumber: index + 1, ETag: (await upload.put(index + 1, body)).ETag });
    }
    await upload.complete(parts);
    const whole = Buffer.concat([full, full, short]);
    for (const [first, last] of [
      [0, 0],
      [full.length - 1, full.length],
      [full.length, full.length],
      [2 * full.length - 3, whole.length - 1],
    ] as const) {
      expect((await upload.get(`bytes=${first}-${last}`)).equals(whole.subarray(first, last + 1))).toBe(true);
    }
    expect((await upload.get('bytes=-8')).equals(whole.subarray(-8))).toBe(true);
  });

  it('takes the last of two parts with one number, and leaves out parts that are not named', async () => {
    const upload = await begin();
    await upload.put(1, Buffer.from('first try'));
    const { ETag } = await upload.put(1, short);
    await upload.put(2, Buffer.from('not named'));
    await upload.complete([{ PartNumber: 1, ETag }]);
    expect((await upload.get()).equals(short)).toBe(true);
  });

  it('is refused with parts in the wrong order, unknown, or of another entity tag; it stays open', async () => {
    const upload = await begin();
    const [first, second] = [await upload.put(1, full), await upload.put(2, short)];
    const part = (PartNumber: number, ETag?: string): CompletedPart => ({ PartNumber, ETag });
    expect(await codeOf(upload.complete([part(2, second.ETag), part(1, first.ETag)]))).toBe('InvalidPartOrder');
    expect(await codeOf(upload.complete([part(1, first.ETag), part(1, first.ETag)]))).toBe('InvalidPartOrder');
    expect(await codeOf(upload.complete([part(1, first.ETag), part(3, second.ETag)]))).toBe('InvalidPart');
    expect(await codeOf(upload.complete([part(1, second.ETag), part(2, second.ETag)]))).toBe('InvalidPart');
    expect(await codeOf(upload.complete([]))).toBe('MalformedXML');
    expect(await upload.exists()).toBe(false);
    await upload.complete([part(1, first.ETag), part(2, second.ETag)]);
    expect(await upload.exists()).toBe(true);
  });

  it('is refused when a part but the last has one byte less than 5 MiB', async () => {
    const upload = await begin();
    const [first, second] = [await upload.put(1, full.subarray(1)), await upload.put(2, short)];
    const parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ];
    expect(await codeOf(upload.complete(parts))).toBe('EntityTooSmall');
  });

  it('ends once: completed or aborted, nothing of it can be used again', async () => {
    const completed = await begin();
    const { ETag } = await completed.put(1, short);
    await completed.complete([{ PartNumber: 1, ETag }]);
    const aborted = await begin();
    await aborted.put(1, short);
    await aborted.abort();
    for (const upload of [completed, aborted]) {
      expect(await codeOf(upload.put(1, short))).toBe('NoSuchUpload');
      expect(await codeOf(upload.list())).toBe('NoSuchUpload');
      expect(await codeOf(upload.abort())).toBe('NoSuchUpload');
    }
    expect(await codeOf(aborted.complete([{ PartNumber: 1, ETag }]))).toBe('NoSuchUpload');
    expect(await aborted.exists()).toBe(false);
  });

  it('is known under its own key only', async () => {
    const upload = await begin();
    const foreign = new UploadPartCommand({
      Bucket: world.bucket,
      Key: 'another',
      UploadId: upload.UploadId,
      PartNumber: 1,
      Body: short,
    });
    expect(await codeOf(world.s3.send(foreign))).toBe('NoSuchUpload');
  });

  it.each([0, 10_001])('has no part %i', async (number) => {
    const upload = await begin();
    expect(await codeOf(upload.put(number, short))).toBe('InvalidArgument');
    expect(await codeOf(upload.put(number === 0 ? 1 : 10_000, short))).toBe('no error');
  });

  it('is refused when the document is not what it should be', async () => {
    const upload = await begin();
    const path = `/${upload.Bucket}/${upload.Key}?uploadId=${upload.UploadId ?? ''}`;
    for (const body of [
      '',
      'text',
      '<CompleteMultipartUpload><Part>',
      '<!DOCTYPE x><CompleteMultipartUpload/>',
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>',
    ]) {
      expect(await sendSigned(world.url, { method: 'POST', path, body })).toMatchObject({
        status: 400,
        code: 'MalformedXML',
      });
    }
  });
});

describe('lists', () => {
  it('of parts come in pages, in the order of their numbers', async () => {
    const upload = await begin();
    for (const number of [10, 2, 7, 1]) await upload.put(number, Buffer.from(`part ${number}`));
    const { Parts } = await upload.list();
    expect(Parts?.map((part) => part.PartNumber)).toEqual([1, 2, 7, 10]);
    expect(Parts?.[3]).toMatchObject({
      Size: 7,
      ETag: `"${md5(Buffer.from('part 10')).toString('hex')}"`,
      LastModified: expect.any(Date),
    });
    const found: unknown[] = [];
    const pages = paginateListParts(
      { client: world.s3, pageSize: 3 },
      { Bucket: upload.Bucket, Key: upload.Key, UploadId: upload.UploadId },
    );
    for await (const page of pages) found.push(page.Parts?.map((part) => part.PartNumber));
    expect(found).toEqual([[1, 2, 7], [10]]);
    expect(await upload.list({ PartNumberMarker: '7' })).toMatchObject({
      IsTruncated: false,
      Parts: [{ PartNumber: 10 }],
    });
  });

  it('of uploads come in pages, by key and prefix', async () => {
    const other = await openWorld();
    const Bucket = other.bucket;
    const started: string[] = [];
    for (const Key of ['b/1', 'a', 'a', 'b/2', 'c']) {
      const { UploadId } = await other.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      started.push(`${Key} ${UploadId ?? ''}`);
    }
    const found: string[] = [];
    let markers = {};
    for (let more = true; more;) {
      const page = await other.s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 2, ...markers }));
      found.push(...(page.Uploads ?? []).map((upload) => `${upload.Key ?? ''} ${upload.UploadId ?? ''}`));
      more = page.IsTruncated ?? false;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(found.map((each) => each.split(' ')[0])).toEqual(['a', 'a', 'b/1', 'b/2', 'c']);
    expect([...found].sort()).toEqual([...started].sort());
    const prefixed = await other.s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'b/' }));
    expect(prefixed.Uploads?.map((upload) => upload.Key)).toEqual(['b/1', 'b/2']);
    const rolled = await other.s3.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/' }));
    expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
    expect(rolled.Uploads?.map((upload) => upload.Key)).toEqual(['a', 'a', 'c']);
    await other.close();
  });
});

describe('parts copied from an object', () => {
  it('have exactly the bytes of the range', async () => {
    await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'source', Body: full }));
    const upload = await begin();
    const copy = (PartNumber: number, CopySourceRange?: string) =>
      world.s3.send(
        new UploadPartCopyCommand({
          Bucket: upload.Bucket,
          Key: upload.Key,
          UploadId: upload.UploadId,
          PartNumber,
          CopySource: `${world.bucket}/source`,
          CopySourceRange,
        }),
      );
    const whole = await copy(1);
    const some = await copy(2, 'bytes=10-19');
    expect(await codeOf(copy(3, `bytes=0-${full.length}`))).toMatch(/InvalidArgument|InvalidRange/);
    await upload.complete(
      [whole, some].map((part, index) => ({ PartNumber: index + 1, ETag: part.CopyPartResult?.ETag })),
    );
    expect((await upload.get()).equals(Buffer.concat([full, full.subarray(10, 20)]))).toBe(true);
  });
});

describe("the SDK's own uploader", () => {
  it.each(['WHEN_REQUIRED', 'WHEN_SUPPORTED'] as const)(
    'brings a file in parts, side by side: %s',
    async (requestChecksumCalculation) => {
      const client = world.client({
        requestChecksumCalculation,
        responseChecksumValidation: requestChecksumCalculation,
      });
      const at = { Bucket: world.bucket, Key: `managed-${requestChecksumCalculation}` };
      const Body = randomBytes(3 * minPartBytes + 12_345);
      await new Upload({ client, params: { ...at, Body }, partSize: minPartBytes, queueSize: 4 }).done();
      const found = await client.send(new GetObjectCommand(at));
      expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(Body)).toBe(true);
      expect(found.ETag).toMatch(/-4"$/);
    },
  );
});
