import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  UploadPartCommand,
  CreateMultipartUploadCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, openWorld, send, sendSigned, sendTo, sign, type World } from './testing.js';

let world: World;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  path = `/${world.bucket}/clip.mp4`;
  await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: 'clip.mp4', Body: 'bytes' }));
});
afterAll(() => world.close());

describe('a signed request', () => {
  it('is let in when the signature holds', async () => {
    expect(await sendSigned(world.url, { method: 'GET', path })).toMatchObject({ status: 200, body: 'bytes' });
  });

  it('is refused with another secret, another key, or none', async () => {
    const request = { method: 'GET', path };
    expect(await sendSigned(world.url, request, { secretAccessKey: 'wrong' })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(await sendSigned(world.url, request, { accessKeyId: 'WRONG' })).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    });
    expect(await send(world.url, request)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await send(world.url, { method: 'PUT', path, body: 'x' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    expect(await send(world.url, { method: 'GET', path: `/${world.bucket}?list-type=2` })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  it('is refused 16 minutes early or late, and let in at 14', async () => {
    const at = (minutes: number) => ({ at: new Date(Date.now() + minutes * 60_000) });
    for (const minutes of [-16, 16]) {
      expect(await sendSigned(world.url, { method: 'GET', path }, at(minutes))).toMatchObject({
        status: 403,
        code: 'RequestTimeTooSkewed',
      });
    }
    for (const minutes of [-14, 14]) {
      expect(await sendSigned(world.url, { method: 'GET', path }, at(minutes))).toMatchObject({ status: 200 });
    }
  });

  it('is refused when it carries an x-amz header that is not signed', async () => {
    const unsigned = { 'x-amz-meta-added': 'later' };
    expect(await sendSigned(world.url, { method: 'GET', path }, { unsigned })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  it('is refused when made for another region', async () => {
    const answer = await sendSigned(world.url, { method: 'GET', path }, { region: 'eu-west-9' });
    expect(answer).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' });
    expect(answer.body).toContain('<Region>us-east-1</Region>');
  });

  it('is refused by the older signature, a malformed header, or without the hash of its body', async () => {
    const get = (headers: Record<string, string>) => send(world.url, { method: 'GET', path, headers });
    expect(await get({ authorization: 'AWS KEY:c2lnbmF0dXJl' })).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await get({ authorization: 'AWS4-HMAC-SHA256 nonsense' })).toMatchObject({
      status: 400,
      code: 'AuthorizationHeaderMalformed',
    });
    const { headers } = sign(world.url, { method: 'GET', path });
    const without = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-amz-content-sha256'));
    expect(await get(without)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('holds for keys and queries with every kind of character', async () => {
    const key = "dir with space/ä+&=?#%25 ~'()*!/日本/🎬..//x";
    await world.s3.send(
      new PutObjectCommand({ Bucket: world.bucket, Key: key, Body: 'odd', Metadata: { title: 'a  b' } }),
    );
    const found = await world.s3.send(
      new GetObjectCommand({
        Bucket: world.bucket,
        Key: key,
        ResponseContentDisposition: 'attachment; filename="a b+c.mp4"',
      }),
    );
    expect(await found.Body?.transformToString()).toBe('odd');
    expect(found.ContentDisposition).toBe('attachment; filename="a b+c.mp4"');
  });

  it('is told by the SDK what is wrong with its secret', async () => {
    const s3 = world.client({ credentials: { accessKeyId: 'WRONG', secretAccessKey: 'x' } });
    expect(await codeOf(s3.send(new ListBucketsCommand({})))).toBe('InvalidAccessKeyId');
  });
});

describe('a presigned URL', () => {
  const presignGet = (options: Parameters<typeof getSignedUrl>[2] = {}) =>
    getSignedUrl(world.s3, new GetObjectCommand({ Bucket: world.bucket, Key: 'clip.mp4' }), options);

  it('opens what it was made for', async () => {
    expect(await sendTo(await presignGet(), { method: 'GET' })).toMatchObject({ status: 200, body: 'bytes' });
  });

  it('opens nothing by another method, even one that only reads', async () => {
    const url = await presignGet();
    for (const method of ['HEAD', 'PUT', 'DELETE', 'POST']) {
      expect((await sendTo(url, { method })).status).toBe(403);
    }
  });

  it('is refused after its time, and before it', async () => {
    const signed = (secondsAgo: number) =>
      presignGet({ expiresIn: 60, signingDate: new Date(Date.now() - secondsAgo * 1000) });
    expect(await sendTo(await signed(55), { method: 'GET' })).toMatchObject({ status: 200 });
    expect(await sendTo(await signed(62), { method: 'GET' })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await sendTo(await signed(-16 * 60), { method: 'GET' })).toMatchObject({ status: 403 });
  });

  it('may live seven days and not a second more', async () => {
    const url = await presignGet({ expiresIn: 604_800 });
    expect(await sendTo(url, { method: 'GET' })).toMatchObject({ status: 200 });
    const longer = await sendTo(url.replace('X-Amz-Expires=604800', 'X-Amz-Expires=604801'), { method: 'GET' });
    expect(longer).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' });
  });

  it('is refused when anything of it was changed', async () => {
    const url = await presignGet({ expiresIn: 60 });
    const tampered = [
      url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61'),
      url.replace('clip.mp4', 'clip.mp5'),
      `${url}&response-content-type=text%2Fhtml`,
      `${url}&versionId=1`,
      `${url}&uploads=`,
      url.replace(/X-Amz-Signature=./, (found) => (found.endsWith('0') ? 'X-Amz-Signature=1' : 'X-Amz-Signature=0')),
    ];
    for (const each of tampered)
      expect(await sendTo(each, { method: 'GET' })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect((await sendTo(`${url}&X-Amz-Expires=61`, { method: 'GET' })).status).toBeGreaterThanOrEqual(400);
    expect(
      (await sendTo(url.replace(/&X-Amz-Signature=[0-9a-f]+/, ''), { method: 'GET' })).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('is refused together with an Authorization header', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 x' };
    expect(await sendTo(await presignGet(), { method: 'GET', headers })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    });
  });

  it('admits a header moved into the URL as if it had been sent', async () => {
    const command = new PutObjectCommand({ Bucket: world.bucket, Key: 'with-meta', Metadata: { moment: 'one' } });
    const url = await getSignedUrl(world.s3, command);
    expect(url).toContain('x-amz-meta-moment=one');
    expect(await sendTo(url, { method: 'PUT', body: 'x' })).toMatchObject({ status: 200 });
    const head = await world.s3.send(new HeadObjectCommand({ Bucket: world.bucket, Key: 'with-meta' }));
    expect(head.Metadata).toEqual({ moment: 'one' });
  });
});

describe('a presigned part', () => {
  const announcedBytes = 1000;

  async function presignPart(input: { ContentLength?: number }, options: Parameters<typeof getSignedUrl>[2] = {}) {
    const Key = 'upload.mp4';
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ Bucket: world.bucket, Key }));
    const command = new UploadPartCommand({ Bucket: world.bucket, Key, UploadId, PartNumber: 1, ...input });
    return getSignedUrl(world.s3, command, options);
  }

  it('admits only the announced length once ContentLength is given: content-length is then signed', async () => {
    const url = await presignPart({ ContentLength: announcedBytes });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    for (const bytes of [announcedBytes - 1, announcedBytes + 1, 0]) {
      expect(await sendTo(url, { method: 'PUT', body: Buffer.alloc(bytes) })).toMatchObject({
        status: 403,
        code: 'SignatureDoesNotMatch',
      });
    }
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await sendTo(url, { method: 'PUT', body: Buffer.alloc(announcedBytes), headers: chunked })).status).toBe(
      403,
    );
    expect(await sendTo(url, { method: 'PUT', body: Buffer.alloc(announcedBytes) })).toMatchObject({ status: 200 });
  });

  it('admits any length when ContentLength is not given', async () => {
    const url = await presignPart({});
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('host');
    expect(await sendTo(url, { method: 'PUT', body: Buffer.alloc(announcedBytes + 1) })).toMatchObject({ status: 200 });
  });

  it('can bind the type of a whole object, too, when content-type is made signable', async () => {
    const command = new PutObjectCommand({
      Bucket: world.bucket,
      Key: 'photo',
      ContentType: 'image/jpeg',
      ContentLength: 4,
    });
    const url = await getSignedUrl(world.s3, command, { signableHeaders: new Set(['content-type']) });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    const put = (type: string) => sendTo(url, { method: 'PUT', body: 'jpeg', headers: { 'content-type': type } });
    expect(await put('text/html')).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await put('image/jpeg')).toMatchObject({ status: 200 });
  });

  it('admits no body at all when the client computed the checksum of none: hence WHEN_REQUIRED', async () => {
    const s3 = world.client({ requestChecksumCalculation: 'WHEN_SUPPORTED' });
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: world.bucket, Key: 'empty' }));
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA%3D%3D');
    expect(await sendTo(url, { method: 'PUT', body: 'something' })).toMatchObject({ status: 400, code: 'BadDigest' });
  });
});
