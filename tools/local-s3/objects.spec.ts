import { CopyObjectCommand, DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { codeOf, openWorld, sendSigned, type World } from './testing.js';
import { objectsIn } from './testing-objects.js';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { put, get, head, textOf } = objectsIn(() => world);

describe('an object', () => {
  it('comes back with its bytes, its headers and the time it was put', async () => {
    const headers = {
      ContentType: 'video/mp4',
      CacheControl: 'public, max-age=60',
      ContentDisposition: 'inline',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      Metadata: { moment: 'mom_1', note: 'x y' },
    };
    const { ETag } = await put('all', 'bytes', headers);
    expect(ETag).toBe(`"${createHash('md5').update('bytes').digest('hex')}"`);
    for (const found of [await head('all'), await get('all')]) {
      expect(found).toMatchObject({ ...headers, ETag, ContentLength: 5, AcceptRanges: 'bytes' });
      expect(Math.abs((found.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(30_000);
    }
    expect(await textOf('all')).toBe('bytes');
  });

  it('has binary/octet-stream for a type when none is given', async () => {
    await sendSigned(world.url, { method: 'PUT', path: `/${world.bucket}/untyped`, body: 'x' });
    expect((await head('untyped')).ContentType).toBe('binary/octet-stream');
  });

  it('may be empty', async () => {
    expect((await put('empty', '')).ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    expect((await head('empty')).ContentLength).toBe(0);
    expect(await textOf('empty')).toBe('');
  });

  it('is replaced as a whole', async () => {
    await put('twice', 'first one', { Metadata: { a: '1' } });
    await put('twice', 'second');
    expect(await textOf('twice')).toBe('second');
    expect((await head('twice')).Metadata).toEqual({});
  });

  it('may have any key: prefix of another, dots, slashes, 1024 bytes; 1025 are refused', async () => {
    const keys = ['a', 'a/', 'a/b', 'a/b/c', '../../etc/passwd', './x', 'a//b', '/lead', 'ü/日本/🎬', 'k'.repeat(1024)];
    for (const key of keys) await put(key, `body of ${key}`);
    for (const key of keys) expect(await textOf(key)).toBe(`body of ${key}`);
    expect(await codeOf(put('k'.repeat(1025), 'x'))).toMatch(/KeyTooLong|InvalidObjectName/);
  });

  it('is gone after it was deleted; deleting it again succeeds', async () => {
    await put('gone', 'x');
    const remove = () => world.s3.send(new DeleteObjectCommand({ Bucket: world.bucket, Key: 'gone' }));
    await remove();
    expect(await codeOf(get('gone'))).toBe('NoSuchKey');
    expect(await codeOf(head('gone'))).toBe('NotFound');
    await remove();
  });

  it('is refused with more than 2 KiB of metadata', async () => {
    await put('meta', 'x', { Metadata: { m: 'v'.repeat(2047) } });
    expect(await codeOf(put('meta', 'x', { Metadata: { m: 'v'.repeat(2048) } }))).toBe('MetadataTooLarge');
  });
});

describe('deleting many', () => {
  it('tells what was deleted, or nothing when quiet', async () => {
    for (const key of ['many/1', 'many/2 & <3>']) await put(key, 'x');
    const Objects = [{ Key: 'many/1' }, { Key: 'many/2 & <3>' }, { Key: 'many/absent' }];
    const remove = (Quiet: boolean) =>
      world.s3.send(new DeleteObjectsCommand({ Bucket: world.bucket, Delete: { Objects, Quiet } }));
    expect((await remove(false)).Deleted?.map((each) => each.Key)).toEqual(Objects.map((each) => each.Key));
    expect((await remove(true)).Deleted ?? []).toEqual([]);
    expect(await codeOf(head('many/1'))).toBe('NotFound');
  });

  it('is refused without a digest, over 1000 keys, or when it is not what it should be', async () => {
    const path = `/${world.bucket}?delete=`;
    const post = (
      body: string,
      headers: Record<string, string> = { 'content-md5': createHash('md5').update(body).digest('base64') },
    ) => sendSigned(world.url, { method: 'POST', path, body, headers });
    const listed = (count: number): string => `<Delete>${'<Object><Key>x</Key></Object>'.repeat(count)}</Delete>`;
    expect(await post(listed(1), {})).toMatchObject({ status: 400, code: 'InvalidRequest' });
    expect(await post(listed(1000))).toMatchObject({ status: 200 });
    expect(await post(listed(1001))).toMatchObject({ status: 400, code: 'MalformedXML' });
    expect(await post('<Delete><Object></Delete>')).toMatchObject({ status: 400, code: 'MalformedXML' });
    expect(await post('<Other/>')).toMatchObject({ status: 400, code: 'MalformedXML' });
  });
});

describe('a copy', () => {
  const copy = (Key: string, source: string, more: object = {}) =>
    world.s3.send(
      new CopyObjectCommand({
        Bucket: world.bucket,
        Key,
        CopySource: `${world.bucket}/${encodeURIComponent(source)}`,
        ...more,
      }),
    );

  it('has the bytes and headers of its source, and outlives it', async () => {
    await put('sou rce+/ü', 'bytes', { ContentType: 'image/png', Metadata: { a: '1' } });
    const { CopyObjectResult } = await copy('target', 'sou rce+/ü');
    await world.s3.send(new DeleteObjectCommand({ Bucket: world.bucket, Key: 'sou rce+/ü' }));
    expect(await textOf('target')).toBe('bytes');
    expect(await head('target')).toMatchObject({
      ContentType: 'image/png',
      Metadata: { a: '1' },
      ETag: CopyObjectResult?.ETag,
    });
  });

  it('takes new headers when told to REPLACE; onto itself it must', async () => {
    await put('self', 'bytes', { ContentType: 'image/png' });
    await copy('self', 'self', { MetadataDirective: 'REPLACE', ContentType: 'image/gif' });
    expect(await head('self')).toMatchObject({ ContentType: 'image/gif' });
    expect(await textOf('self')).toBe('bytes');
    expect(await codeOf(copy('self', 'self'))).toBe('InvalidRequest');
  });

  it('is refused when the source is absent or does not meet the conditions', async () => {
    await put('from', 'bytes');
    expect(await codeOf(copy('to', 'absent'))).toBe('NoSuchKey');
    expect(await codeOf(copy('to', 'from', { CopySourceIfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await codeOf(copy('to', 'from', { CopySourceIfNoneMatch: (await head('from')).ETag }))).toBe(
      'PreconditionFailed',
    );
    expect(await codeOf(head('to'))).toBe('NotFound');
  });
});

describe('what is not implemented', () => {
  it('is refused, never taken for something else', async () => {
    await put('kept', 'bytes');
    const path = `/${world.bucket}/kept`;
    const call = (method: string, query: string, headers: Record<string, string> = {}) =>
      sendSigned(world.url, { method, path: `${path}${query}`, headers, body: method === 'GET' ? '' : 'other' });
    expect(await call('PUT', '?tagging=')).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(await call('PUT', '?acl=')).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(await call('GET', '?versionId=1')).toMatchObject({ status: 501, code: 'NotImplemented' });
    expect(await call('PUT', '', { 'x-amz-acl': 'public-read' })).toMatchObject({
      status: 501,
      code: 'NotImplemented',
    });
    expect(await call('PUT', '', { 'x-amz-server-side-encryption': 'AES256' })).toMatchObject({
      status: 501,
      code: 'NotImplemented',
    });
    expect(await call('PATCH', '')).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(await textOf('kept')).toBe('bytes');
  });
});
