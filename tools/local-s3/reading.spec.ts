import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, openWorld, sendSigned, sendTo, type World } from './testing.js';
import { objectsIn } from './testing-objects.js';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { put, get, head, textOf } = objectsIn(() => world);

describe('a range', () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

  beforeAll(() => put('ranged', bytes));

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-499', 0, 499],
    ['bytes=500-999', 500, 999],
    ['bytes=500-', 500, 999],
    ['bytes=999-', 999, 999],
    ['bytes=900-5000', 900, 999],
    ['bytes=-1', 999, 999],
    ['bytes=-300', 700, 999],
    ['bytes=-5000', 0, 999],
  ])('%s answers exactly those bytes', async (Range, first, last) => {
    const found = await get('ranged', { Range });
    expect(found.$metadata.httpStatusCode).toBe(206);
    expect(found).toMatchObject({ ContentRange: `bytes ${first}-${last}/1000`, ContentLength: last - first + 1 });
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(first, last + 1))).toBe(
      true,
    );
    expect(await head('ranged', { Range })).toMatchObject({ ContentLength: last - first + 1 });
  });

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0'])('%s is not satisfiable', async (range) => {
    const answer = await sendSigned(world.url, { method: 'GET', path: `/${world.bucket}/ranged`, headers: { range } });
    expect(answer).toMatchObject({ status: 416, code: 'InvalidRange' });
  });

  it.each(['bytes=5-4', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4', 'bytes=-'])('%s is passed over', async (range) => {
    const answer = await sendSigned(world.url, { method: 'GET', path: `/${world.bucket}/ranged`, headers: { range } });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-length']).toBe('1000');
  });

  it('of an object that changed meanwhile (If-Range) answers the whole', async () => {
    const { ETag = '' } = await head('ranged');
    const ranged = (ifRange: string) =>
      sendSigned(world.url, {
        method: 'GET',
        path: `/${world.bucket}/ranged`,
        headers: { range: 'bytes=0-1', 'if-range': ifRange },
      });
    expect((await ranged(ETag)).status).toBe(206);
    expect((await ranged('"0123"')).status).toBe(200);
  });
});

describe('a condition', () => {
  let etag: string;
  const hour = 60 * 60_000;
  const [before, after] = [new Date(Date.now() - hour).toUTCString(), new Date(Date.now() + hour).toUTCString()];

  beforeAll(async () => {
    etag = (await put('conditional', 'x')).ETag ?? '';
  });

  it.each([
    [{ 'if-match': 'ETAG' }, 200],
    [{ 'if-match': '"other", ETAG' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': 'ETAG' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': before }, 200],
    [{ 'if-modified-since': after }, 304],
    [{ 'if-unmodified-since': before }, 412],
    [{ 'if-unmodified-since': after }, 200],
    [{ 'if-match': 'ETAG', 'if-unmodified-since': before }, 200],
    [{ 'if-match': '"other"', 'if-unmodified-since': after }, 412],
    [{ 'if-none-match': 'ETAG', 'if-modified-since': before }, 304],
    [{ 'if-none-match': '"other"', 'if-modified-since': after }, 200],
    [{ 'if-match': 'ETAG', 'if-none-match': 'ETAG' }, 304],
  ])('%j answers %i to GET and HEAD', async (conditions: Record<string, string>, status) => {
    const headers = Object.fromEntries(
      Object.entries(conditions).map(([name, value]) => [name, value.replace('ETAG', etag)]),
    );
    for (const method of ['GET', 'HEAD']) {
      const answer = await sendSigned(world.url, { method, path: `/${world.bucket}/conditional`, headers });
      expect(answer.status).toBe(status);
      if (status === 304) expect(answer).toMatchObject({ body: '', headers: { etag } });
    }
  });

  it('of a write: If-None-Match * writes only what is not there, If-Match only over what it names', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    expect(await codeOf(put('once', 'second', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await codeOf(put('once', 'second', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await textOf('once')).toBe('first');
    await put('once', 'third', { IfMatch: (await head('once')).ETag });
    expect(await textOf('once')).toBe('third');
  });

  it('of a write holds for one of two that come together', async () => {
    const codes = await Promise.all([1, 2].map((body) => codeOf(put('race', String(body), { IfNoneMatch: '*' }))));
    expect(codes.sort()).toEqual(['PreconditionFailed', 'no error']);
  });
});

describe('headers asked for in the URL', () => {
  it('replace those of the object when the URL is signed', async () => {
    await put('named', 'x', { ContentType: 'video/mp4' });
    const command = new GetObjectCommand({
      Bucket: world.bucket,
      Key: 'named',
      ResponseContentDisposition: 'attachment; filename="clip.mp4"',
      ResponseCacheControl: 'no-store',
    });
    const answer = await sendTo(await getSignedUrl(world.s3, command), { method: 'GET' });
    expect(answer.headers).toMatchObject({
      'content-disposition': 'attachment; filename="clip.mp4"',
      'cache-control': 'no-store',
      'content-type': 'video/mp4',
    });
  });

  it('are refused when they could not stand in a header', async () => {
    const path = `/${world.bucket}/named?response-content-type=a%0D%0Ab`;
    expect(await sendSigned(world.url, { method: 'GET', path })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    });
  });
});
