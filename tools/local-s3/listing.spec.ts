import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, openWorld, sendSigned, type World } from './testing.js';

let world: World;

const keys = [
  'a.mp4',
  'b/1',
  'b/2',
  'b/c/3',
  'b0',
  'd e+f&<g>',
  'photos/2025/a',
  'photos/2025/b',
  'photos/2026/a',
  'z\u{ffff}',
  'z\u{1f3ac}',
];

beforeAll(async () => {
  world = await openWorld();
  for (const Key of [...keys].reverse())
    await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body: Key }));
});
afterAll(() => world.close());

const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
  world.s3.send(new ListObjectsV2Command({ Bucket: world.bucket, ...input }));
const keysOf = async (input: Partial<ListObjectsV2CommandInput>): Promise<string[]> =>
  ((await list(input)).Contents ?? []).map((each) => each.Key ?? '');

describe('a listing', () => {
  it('has all keys in the order of their bytes, with size, entity tag and time', async () => {
    const { Contents, IsTruncated, KeyCount, Name } = await list();
    expect(Contents?.map((each) => each.Key)).toEqual(keys);
    expect({ IsTruncated, KeyCount, Name }).toEqual({ IsTruncated: false, KeyCount: keys.length, Name: world.bucket });
    expect(Contents?.[0]).toMatchObject({
      Size: 5,
      ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      LastModified: expect.any(Date),
    });
  });

  it('begins with the prefix asked for', async () => {
    expect(await keysOf({ Prefix: 'b/' })).toEqual(['b/1', 'b/2', 'b/c/3']);
    expect(await keysOf({ Prefix: 'absent' })).toEqual([]);
  });

  it('rolls up what lies behind a delimiter', async () => {
    const rolled = async (input: Partial<ListObjectsV2CommandInput>) => {
      const { Contents = [], CommonPrefixes = [], KeyCount } = await list({ Delimiter: '/', ...input });
      return { keys: Contents.map((each) => each.Key), prefixes: CommonPrefixes.map((each) => each.Prefix), KeyCount };
    };
    expect(await rolled({})).toEqual({
      keys: ['a.mp4', 'b0', 'd e+f&<g>', 'z\u{ffff}', 'z\u{1f3ac}'],
      prefixes: ['b/', 'photos/'],
      KeyCount: 7,
    });
    expect(await rolled({ Prefix: 'b/' })).toEqual({ keys: ['b/1', 'b/2'], prefixes: ['b/c/'], KeyCount: 3 });
    expect(await rolled({ Prefix: 'photos/' })).toEqual({
      keys: [],
      prefixes: ['photos/2025/', 'photos/2026/'],
      KeyCount: 2,
    });
  });

  it.each([1, 2, 3, 10, 11, 12])('comes in pages of %i without a key lost or doubled', async (pageSize) => {
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: world.s3, pageSize }, { Bucket: world.bucket })) {
      expect((page.Contents ?? []).length).toBeLessThanOrEqual(pageSize);
      found.push(...(page.Contents ?? []).map((each) => each.Key));
    }
    expect(found).toEqual(keys);
  });

  it.each([1, 2, 3])('comes in pages of %i with prefixes rolled up, each prefix once', async (pageSize) => {
    const found: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2(
      { client: world.s3, pageSize },
      { Bucket: world.bucket, Delimiter: '/' },
    )) {
      found.push(
        ...(page.Contents ?? []).map((each) => each.Key),
        ...(page.CommonPrefixes ?? []).map((each) => each.Prefix),
      );
    }
    expect(found.sort()).toEqual(['a.mp4', 'b/', 'b0', 'd e+f&<g>', 'photos/', 'z\u{ffff}', 'z\u{1f3ac}'].sort());
  });

  it('is cut exactly when there is more', async () => {
    expect(await list({ MaxKeys: keys.length })).toMatchObject({ IsTruncated: false });
    expect(await list({ MaxKeys: keys.length - 1 })).toMatchObject({
      IsTruncated: true,
      NextContinuationToken: expect.any(String),
    });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ IsTruncated: false, KeyCount: 0 });
  });

  it('begins after a key, be it there or not', async () => {
    expect(await keysOf({ StartAfter: 'photos/2025/a', MaxKeys: 1 })).toEqual(['photos/2025/b']);
    expect(await keysOf({ StartAfter: 'photos/2025/aa', MaxKeys: 1 })).toEqual(['photos/2025/b']);
    expect(await keysOf({ StartAfter: 'z\u{1f3ac}' })).toEqual([]);
  });

  it('writes keys encoded when asked to', async () => {
    expect(await keysOf({ Prefix: 'd', EncodingType: 'url' })).toEqual(['d%20e%2Bf%26%3Cg%3E']);
    expect(await keysOf({ Prefix: 'photos/2026', EncodingType: 'url' })).toEqual(['photos/2026/a']);
  });

  it('is refused with a token of somebody else, or a bad number', async () => {
    expect(await codeOf(list({ ContinuationToken: '!' }))).toBe('InvalidArgument');
    const path = `/${world.bucket}?list-type=2&max-keys=-1`;
    expect(await sendSigned(world.url, { method: 'GET', path })).toMatchObject({
      status: 400,
      code: 'InvalidArgument',
    });
  });
});
