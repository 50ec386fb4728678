import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestStorage, type TestStorage } from '../../../../test/support/stack.js';
import { ObjectStorage } from './object-storage.js';
import { prepareBuckets } from './prepare-buckets.js';
import { type ObjectAddress, StoreClient } from './store-client.js';

const mebibyte = 1_048_576;
let options: TestStorage;
let store: StoreClient;
let storage: ObjectStorage;
let folder: string;

beforeAll(async () => {
  options = await createTestStorage();
  store = new StoreClient(options);
  storage = new ObjectStorage(store);
  folder = await mkdtemp(join(tmpdir(), 'moments-storage-'));
});

afterAll(async () => {
  store.onApplicationShutdown();
  await rm(folder, { recursive: true });
});

const upload = (key: string): ObjectAddress => ({ bucket: 'uploads', key });
const media = (key: string): ObjectAddress => ({ bucket: 'media', key });

async function put(address: ObjectAddress, content: string | Uint8Array): Promise<void> {
  const file = join(folder, 'content');
  await writeFile(file, content);
  await storage.putFile(address, file, { contentType: 'text/plain', cacheControl: 'max-age=60' });
}

async function keysUnder(bucket: 'uploads' | 'media', prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(bucket, prefix)) keys.push(key);
  return keys;
}

describe('an object', () => {
  it('keeps its bytes, type and cache time, and is read by everybody from the media bucket', async () => {
    await put(media('public/ä b.txt'), 'hello');
    const answer = await fetch(storage.publicUrl('public/ä b.txt'), { headers: { range: 'bytes=1-2' } });
    expect([answer.status, await answer.text()]).toEqual([206, 'el']);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('cache-control')).toBe('max-age=60');
    expect(await text(await storage.read(media('public/ä b.txt')))).toBe('hello');
  });

  it('of the uploads bucket is read by nobody else', async () => {
    await put(upload('private.txt'), 'secret');
    const answer = await fetch(`${options.endpoint}/${options.uploadsBucket}/private.txt`);
    expect(answer.status).toBe(403);
  });

  it('that is not there has no size and cannot be read', async () => {
    expect(await storage.sizeOf(media('absent'))).toBeUndefined();
    await expect(storage.read(media('absent'))).rejects.toThrow();
    await expect(storage.readRange(media('absent'), 0, 1)).rejects.toThrow();
  });

  it('read beyond its end gives what there is', async () => {
    await put(media('short'), 'abc');
    await put(media('empty'), '');
    expect(await storage.readRange(media('short'), 1, 99)).toEqual(new Uint8Array(Buffer.from('bc')));
    expect(await storage.readRange(media('short'), 3, 99)).toHaveLength(0);
    expect(await storage.readRange(media('empty'), 0, 99)).toHaveLength(0);
  });

  it('that is read no longer is let go of when the signal aborts', async () => {
    await put(media('aborted'), new Uint8Array(8 * mebibyte));
    const abort = new AbortController();
    const reading = text(await storage.read(media('aborted'), abort.signal));
    abort.abort();
    await expect(reading).rejects.toThrow();
  });
});

describe('many objects', () => {
  it('are listed page by page and deleted thousand by thousand, those beside them stay', async () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    const file = join(folder, 'tiny');
    await writeFile(file, 'x');
    for (let start = 0; start < keys.length; start += 50) {
      const batch = keys.slice(start, start + 50);
      await Promise.all(batch.map((key) => storage.putFile(media(key), file, { contentType: 'text/plain' })));
    }
    await put(media('many-others'), 'x');
    expect(await keysUnder('media', 'many/')).toEqual(keys);
    await storage.delete('media', [...keys, 'many/absent']);
    expect(await keysUnder('media', 'many')).toEqual(['many-others']);
    await storage.delete('media', []);
  });

  it('under a prefix go together; the empty prefix is refused', async () => {
    await put(upload('under/a'), 'x');
    await put(upload('under/b'), 'x');
    await storage.deleteUnder('uploads', 'under/');
    await storage.deleteUnder('uploads', 'under/');
    expect(await keysUnder('uploads', 'under/')).toEqual([]);
    await expect(storage.deleteUnder('uploads', '')).rejects.toThrow(RangeError);
  });
});

describe('the buckets', () => {
  it('can be prepared again: nothing is lost', async () => {
    await put(media('kept'), 'x');
    await prepareBuckets(options);
    expect(await storage.sizeOf(media('kept'))).toBe(1);
    expect((await fetch(storage.publicUrl('kept'))).status).toBe(200);
  });

  it('let a browser page of any origin send parts and read their ETag', async () => {
    const answer = await fetch(`${options.endpoint}/${options.uploadsBucket}/x`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example.org', 'access-control-request-method': 'PUT' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  });
});
