import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestStorage, type TestStorage } from '../../../../test/support/stack.js';
import { MultipartUploads } from './multipart-uploads.js';
import { ObjectStorage } from './object-storage.js';
import { isStoreAway, type ObjectAddress, StoreClient } from './store-client.js';

const mebibyte = 1_048_576;
let options: TestStorage;
let store: StoreClient;
let storage: ObjectStorage;
let uploads: MultipartUploads;

beforeAll(async () => {
  options = await createTestStorage();
  store = new StoreClient(options);
  storage = new ObjectStorage(store);
  uploads = new MultipartUploads(store);
});
afterAll(() => store.onApplicationShutdown());

const upload = (key: string): ObjectAddress => ({ bucket: 'uploads', key });

const send = (url: string, body: Uint8Array<ArrayBuffer>) => fetch(url, { method: 'PUT', body });

describe('an upload in parts', () => {
  it('becomes one object of its parts in order, straight from the client', async () => {
    const address = upload('parts/whole');
    const uploadId = await uploads.start(address, 'video/mp4');
    const parts = [new Uint8Array(5 * mebibyte).fill(1), new Uint8Array(3).fill(2)];
    for (const [index, part] of parts.entries()) {
      const more = { uploadId, number: index + 1, sizeBytes: part.length, expiresInSeconds: 60 };
      expect((await send(await uploads.presignPart(address, more), part)).status).toBe(200);
    }
    const stored = await uploads.listParts(address, uploadId);
    expect(stored?.map(({ number, sizeBytes }) => [number, sizeBytes])).toEqual([
      [1, 5 * mebibyte],
      [2, 3],
    ]);
    await uploads.complete(address, uploadId, stored ?? []);
    expect(await storage.sizeOf(address)).toBe(5 * mebibyte + 3);
    expect(await storage.readRange(address, 5 * mebibyte - 1, 5 * mebibyte + 9)).toEqual(Uint8Array.of(1, 2, 2, 2));
    expect(await uploads.listParts(address, uploadId)).toBeUndefined();
  });

  it('lists more parts than fit on one page', async () => {
    const address = upload('parts/many');
    const uploadId = await uploads.start(address, 'video/mp4');
    const sendPart = async (number: number) => {
      const more = { uploadId, number, sizeBytes: 1, expiresInSeconds: 60 };
      await send(await uploads.presignPart(address, more), Uint8Array.of(1));
    };
    for (let start = 1; start <= 1_001; start += 50) {
      const numbers = Array.from({ length: Math.min(50, 1_002 - start) }, (_, index) => start + index);
      await Promise.all(numbers.map(sendPart));
    }
    const parts = await uploads.listParts(address, uploadId);
    expect(parts?.map(({ number }) => number)).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    await uploads.abort(address, uploadId);
  });

  it('ended before it was complete is gone, and ending it again is no error', async () => {
    const address = upload('parts/aborted');
    const uploadId = await uploads.start(address, 'video/mp4');
    await uploads.abort(address, uploadId);
    await uploads.abort(address, uploadId);
    expect(await uploads.listParts(address, uploadId)).toBeUndefined();
    expect(await storage.sizeOf(address)).toBeUndefined();
  });
});

describe('the URL of a part', () => {
  const announced = 10;
  const presign = async (key: string, expiresInSeconds = 60) => {
    const uploadId = await uploads.start(upload(key), 'video/mp4');
    const more = { uploadId, number: 1, sizeBytes: announced, expiresInSeconds };
    return { uploadId, url: await uploads.presignPart(upload(key), more) };
  };

  it.each([
    [announced - 1, 403],
    [announced, 200],
    [announced + 1, 403],
    [0, 403],
  ])('announced for 10 bytes answers a body of %d with %d', async (sizeBytes, status) => {
    const { url, uploadId } = await presign(`length/${sizeBytes}`);
    expect((await send(url, new Uint8Array(sizeBytes))).status).toBe(status);
    const stored = await uploads.listParts(upload(`length/${sizeBytes}`), uploadId);
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
    const outside = new StoreClient({ ...options, publicEndpoint: 'https://s3.example.org' });
    const more = { uploadId: 'u', number: 1, sizeBytes: 1, expiresInSeconds: 60 };
    expect(await new MultipartUploads(outside).presignPart(upload('x'), more)).toMatch(/^https:\/\/s3\.example\.org\//);
    outside.onApplicationShutdown();
  });
});

describe('a store that takes calls and never answers', () => {
  it('is not waited for for ever by any call', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const waiting = new StoreClient({ ...options, endpoint: `http://127.0.0.1:${port}`, answerMs: 50 });
    const [parts, objects, address] = [new MultipartUploads(waiting), new ObjectStorage(waiting), upload('a')];
    const waits: (() => Promise<unknown>)[] = [
      () => parts.start(address, 'text/plain'),
      () => parts.listParts(address, 'b'),
      () => parts.complete(address, 'b', [{ number: 1, etag: 'c' }]),
      () => parts.abort(address, 'b'),
      () => objects.sizeOf(address),
      () => objects.readRange(address, 0, 9),
      () => objects.read(address),
      () => objects.put(address, Buffer.from('a'), 'text/plain'),
      () => objects.putFile(address, import.meta.filename, { contentType: 'text/plain' }),
      () => objects.list('uploads', '').next(),
      () => objects.delete('uploads', ['a']),
    ];
    try {
      for (const wait of waits) expect(isStoreAway(await wait().catch((error: unknown) => error))).toBe(true);
    } finally {
      waiting.onApplicationShutdown();
      silent.closeAllConnections();
      silent.close();
    }
  });
});
