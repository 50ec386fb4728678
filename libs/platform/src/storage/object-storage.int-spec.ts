import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestStorage, type TestStorage } from '../../../../test/support/stack.js';
import { type ObjectAddress, ObjectStorage } from './object-storage.js';
import { prepareBuckets } from './prepare-buckets.js';

const mebibyte = 1_048_576;
let options: TestStorage;
let storage: ObjectStorage;
let folder: string;

beforeAll(async () => {
  options = await createTestStorage();
  storage = new ObjectStorage(options);
  folder = await mkdtemp(join(tmpdir(), 'moments-storage-'));
});

afterAll(async () => {
  storage.onApplicationShutdown();
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

const send = (url: string, body: Uint8Array<ArrayBuffer>) => fetch(url, { method: 'PUT', body });

describe('an upload in parts', () => {
  it('becomes one object of its parts in order, straight from the client', async () => {
    const address = upload('parts/whole');
    const uploadId = await storage.startMultipart(address, 'video/mp4');
    const parts = [new Uint8Array(5 * mebibyte).fill(1), new Uint8Array(3).fill(2)];
    for (const [index, part] of parts.entries()) {
      const more = { uploadId, number: index + 1, sizeBytes: part.length, expiresInSeconds: 60 };
      expect((await send(await storage.presignPart(address, more), part)).status).toBe(200);
    }
    const stored = await storage.listParts(address, uploadId);
    expect(stored?.map(({ number, sizeBytes }) => [number, sizeBytes])).toEqual([
      [1, 5 * mebibyte],
      [2, 3],
    ]);
    await storage.completeMultipart(address, uploadId, stored ?? []);
    expect(await storage.sizeOf(address)).toBe(5 * mebibyte + 3);
    expect(await storage.readRange(address, 5 * mebibyte - 1, 5 * mebibyte + 9)).toEqual(Uint8Array.of(1, 2, 2, 2));
    expect(await storage.listParts(address, uploadId)).toBeUndefined();
  });

  it('lists more parts than fit on one page', async () => {
    const address = upload('parts/many');
    const uploadId = await storage.startMultipart(address, 'video/mp4');
    const sendPart = async (number: number) => {
      const more = { uploadId, number, sizeBytes: 1, expiresInSeconds: 60 };
      await send(await storage.presignPart(address, more), Uint8Array.of(1));
    };
    for (let start = 1; start <= 1_001; start += 50) {
      const numbers = Array.from({ length: Math.min(50, 1_002 - start) }, (_, index) => start + index);
      await Promise.all(numbers.map(sendPart));
    }
    const parts = await storage.listParts(address, uploadId);
    expect(parts?.map(({ number }) => number)).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    await storage.abortMultipart(address, uploadId);
  });

  it('ended before it was complete is gone, and ending it again is no error', async () => {
    const address = upload('parts/aborted');
    const uploadId = await storage.startMultipart(address, 'video/mp4');
    await storage.abortMultipart(address, uploadId);
    await storage.abortMultipart(address, uploadId);
    expect(await storage.listParts(address, uploadId)).toBeUndefined();
    expect(await storage.sizeOf(address)).toBeUndefined();
  });
});

describe('the URL of a part', () => {
  const announced = 10;
  const presign = async (key: string, expiresInSeconds = 60) => {
    const uploadId = await storage.startMultipart(upload(key), 'video/mp4');
    const more = { uploadId, number: 1, sizeBytes: announced, expiresInSeconds };
    return { uploadId, url: await storage.presignPart(upload(key), more) };
  };

  it.each([
    [announced - 1, 403],
    [announced, 200],
    [announced + 1, 403],
    [0, 403],
  ])('announced for 10 bytes answers a body of %d with %d', async (sizeBytes, status) => {
    const { url, uploadId } = await presign(`length/${sizeBytes}`);
    expect((await send(url, new Uint8Array(sizeBytes))).status).toBe(status);
    const stored = await storage.listParts(upload(`length/${sizeBytes}`), uploadId);
    expect(stored).toHaveLength(status === 200 ? 1 : 0);
  });

  it('does not admit a body that tells no length', async () => {
    const { url } = await presign('length/chunked');
    const request = httpRequest(url, { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } });
    request.end(new Uint8Array(announced));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });

  it.each([
    ['another part', (url: URL) => url.searchParams.set('partNumber', '2')],
    ['another object', (url: URL) => (url.pathname += 'x')],
    ['a longer life', (url: URL) => url.searchParams.set('X-Amz-Expires', '6000')],
    ['other signed headers', (url: URL) => url.searchParams.set('X-Amz-SignedHeaders', 'host')],
  ])('is refused when it is changed to %s', async (_, change) => {
    const url = new URL((await presign('tampered')).url);
    change(url);
    expect((await send(url.href, new Uint8Array(announced))).status).toBe(403);
  });

  it('is made for the address that clients use', async () => {
    const outside = new ObjectStorage({ ...options, publicEndpoint: 'https://s3.example.org' });
    const more = { uploadId: 'u', number: 1, sizeBytes: 1, expiresInSeconds: 60 };
    expect(await outside.presignPart(upload('x'), more)).toMatch(/^https:\/\/s3\.example\.org\//);
    outside.onApplicationShutdown();
  });
});

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

describe('a store that takes calls and never answers', () => {
  it('is not waited for by what somebody waits for', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const waiting = new ObjectStorage({ ...options, endpoint: `http://127.0.0.1:${port}`, answerMs: 50 });
    try {
      await expect(waiting.startMultipart(upload('a'), 'text/plain')).rejects.toThrow();
      await expect(waiting.listParts(upload('a'), 'b')).rejects.toThrow();
      await expect(waiting.sizeOf(upload('a'))).rejects.toThrow();
      await expect(waiting.readRange(upload('a'), 0, 9)).rejects.toThrow();
    } finally {
      waiting.onApplicationShutdown();
      silent.closeAllConnections();
      silent.close();
    }
  });
});
