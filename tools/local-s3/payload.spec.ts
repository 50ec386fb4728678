import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDigest } from './checksums.js';
import { ChunkSigner, sha256Hex, signingKey } from './signature.js';
import {
  codeOf,
  credentials,
  openWorld,
  type RawAnswer,
  region,
  sendSigned,
  sendTruncated,
  send,
  sign,
  type World,
} from './testing.js';

let world: World;
let keys = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const freshKey = (): string => `payload-${(keys += 1)}`;
const exists = async (Key: string): Promise<boolean> =>
  (await codeOf(world.s3.send(new HeadObjectCommand({ Bucket: world.bucket, Key })))) === 'no error';
const base64 = (name: string, text: string): string => createHash(name).update(text).digest('base64');
const crc = (name: 'crc32' | 'crc32c' | 'crc64nvme', text: string): string => {
  const digest = createDigest(name);
  digest.update(Buffer.from(text));
  return digest.digest().toString('base64');
};

/** Puts `text`; when refused, checks that nothing was stored. */
async function put(text: string, headers: Record<string, string>, payloadHash?: string): Promise<RawAnswer> {
  const key = freshKey();
  const answer = await sendSigned(
    world.url,
    { method: 'PUT', path: `/${world.bucket}/${key}`, headers, body: text },
    { payloadHash },
  );
  expect(await exists(key)).toBe(answer.status === 200);
  return answer;
}

describe('the hash a request was signed with', () => {
  it('must be that of the body', async () => {
    expect(await put('bytes', {}, sha256Hex('bytes'))).toMatchObject({ status: 200 });
    expect(await put('bytes', {}, sha256Hex('other'))).toMatchObject({
      status: 400,
      code: 'XAmzContentSHA256Mismatch',
    });
    expect(await put('bytes', {}, 'UNSIGNED-PAYLOAD')).toMatchObject({ status: 200 });
    expect(await put('bytes', {}, 'NONSENSE')).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });
});

describe('a digest that is sent', () => {
  it('must be that of the body: Content-MD5', async () => {
    expect(await put('bytes', { 'content-md5': base64('md5', 'bytes') })).toMatchObject({ status: 200 });
    expect(await put('bytes', { 'content-md5': base64('md5', 'other') })).toMatchObject({
      status: 400,
      code: 'BadDigest',
    });
    expect(await put('bytes', { 'content-md5': 'no digest' })).toMatchObject({ status: 400, code: 'InvalidDigest' });
  });

  it.each([
    ['crc32', (text: string) => crc('crc32', text)],
    ['crc32c', (text: string) => crc('crc32c', text)],
    ['crc64nvme', (text: string) => crc('crc64nvme', text)],
    ['sha1', (text: string) => base64('sha1', text)],
    ['sha256', (text: string) => base64('sha256', text)],
  ])('must be that of the body: %s; it comes back when asked for', async (name, digest) => {
    const header = `x-amz-checksum-${name}`;
    const answer = await put('bytes', { [header]: digest('bytes') });
    expect(answer).toMatchObject({ status: 200, headers: { [header]: digest('bytes') } });
    const path = `/${world.bucket}/payload-${keys}`;
    const read = await sendSigned(world.url, { method: 'GET', path, headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(read.headers).toMatchObject({ [header]: digest('bytes'), 'x-amz-checksum-type': 'FULL_OBJECT' });
    expect((await sendSigned(world.url, { method: 'GET', path })).headers).not.toHaveProperty(header);
    expect(await put('bytes', { [header]: digest('other') })).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await put('bytes', { [header]: 'c2hvcnQ=' })).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('may be one only', async () => {
    const headers = {
      'x-amz-checksum-sha1': base64('sha1', 'bytes'),
      'x-amz-checksum-sha256': base64('sha256', 'bytes'),
    };
    expect(await put('bytes', headers)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});

describe("the SDK's own ways to send a body", () => {
  const body = Buffer.alloc(300_000, 'moments');

  it.each(['WHEN_REQUIRED', 'WHEN_SUPPORTED'] as const)(
    'a buffer and a stream arrive whole: %s',
    async (requestChecksumCalculation) => {
      const s3 = world.client({ requestChecksumCalculation, responseChecksumValidation: requestChecksumCalculation });
      for (const Body of [body, Readable.from(body.toString().match(/.{1,70000}/gs) ?? [])]) {
        const Key = freshKey();
        await s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body, ContentLength: body.length }));
        const found = await s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
        expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
      }
    },
  );
});

describe('a stream of signed chunks', () => {
  const chunks = [Buffer.alloc(8192, 'a'), Buffer.alloc(9000, 'b'), Buffer.from('end')];
  const decodedBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);

  interface Flaws {
    chunks?: Buffer[];
    decodedBytes?: number;
    change?(framed: string): string;
    trailer?: Record<string, string>;
    announcedTrailer?: string;
    kind?: string;
  }

  async function stream(flaws: Flaws = {}): Promise<RawAnswer> {
    const key = freshKey();
    const kind = flaws.kind ?? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
    const headers: Record<string, string> = {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(flaws.decodedBytes ?? decodedBytes),
      ...(flaws.announcedTrailer && { 'x-amz-trailer': flaws.announcedTrailer }),
    };
    const request = { method: 'PUT', path: `/${world.bucket}/${key}`, headers };
    const signed = sign(world.url, request, { payloadHash: kind });
    const scope = { accessKeyId: credentials.accessKeyId, date: signed.timestamp.slice(0, 8), region };
    const signer = new ChunkSigner(signingKey(credentials.secretAccessKey, scope), {
      scope,
      timestamp: signed.timestamp,
      signature: signed.signature,
      signedHeaders: [],
      payloadHash: kind,
    });
    const isSigned = kind.includes('AWS4');
    const framed = [...(flaws.chunks ?? chunks), Buffer.alloc(0)].map((chunk) => {
      const signature = isSigned ? `;chunk-signature=${signer.nextChunk(sha256Hex(chunk))}` : '';
      const end = chunk.length === 0 && flaws.trailer ? '' : '\r\n';
      return `${chunk.length.toString(16)}${signature}\r\n${chunk.toString('latin1')}${end}`;
    });
    const trailer = Object.entries(flaws.trailer ?? {});
    if (flaws.trailer) {
      framed.push(trailer.map(([name, value]) => `${name}:${value}\r\n`).join(''));
      const lines = trailer.map(([name, value]) => `${name}:${value}\n`).join('');
      if (isSigned) framed.push(`x-amz-trailer-signature:${signer.trailer(sha256Hex(lines))}\r\n`);
      framed.push('\r\n');
    }
    const text = framed.join('');
    const answer = await send(world.url, {
      ...request,
      headers: signed.headers,
      body: Buffer.from(flaws.change?.(text) ?? text, 'latin1'),
    });
    expect(await exists(key)).toBe(answer.status === 200);
    if (answer.status === 200) {
      const found = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: key }));
      expect(await found.Body?.transformToString()).toBe(Buffer.concat(chunks).toString());
      expect(found.ContentEncoding ?? '').toBe('');
    }
    return answer;
  }

  const signedTrailer = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
  const unsignedTrailer = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const sha256 = Buffer.from(sha256Hex(Buffer.concat(chunks)), 'hex').toString('base64');

  it('is stored without its frames', async () => {
    expect(await stream()).toMatchObject({
      status: 200,
      headers: { etag: `"${createHash('md5').update(Buffer.concat(chunks)).digest('hex')}"` },
    });
  });

  it('is refused when a byte or a signature of any chunk is another', async () => {
    for (const change of [
      (text: string) => text.replace('aaaa', 'aaab'),
      (text: string) => text.replace('bbbb', 'bbba'),
      (text: string) => text.replace('end', 'END'),
      (text: string) => text.replace(/(chunk-signature=)[0-9a-f]{4}/, '$10000'),
      (text: string) => text.replace(/(0;chunk-signature=)[0-9a-f]{4}([0-9a-f]+\r\n\r\n)$/, '$10000$2'),
    ]) {
      expect(await stream({ change })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    }
  });

  it('is refused when chunks change places', async () => {
    const change = (text: string): string => {
      const frames = text.split(/(?=[0-9a-f]+;chunk)/);
      return [frames[1], frames[0], ...frames.slice(2)].join('');
    };
    expect((await stream({ change })).status).toBe(403);
  });

  it('is refused when it has fewer or more bytes than announced, or ends without its last chunk', async () => {
    expect(await stream({ decodedBytes: decodedBytes + 1 })).toMatchObject({ status: 400, code: 'IncompleteBody' });
    expect(await stream({ decodedBytes: decodedBytes - 1 })).toMatchObject({ status: 400, code: 'IncompleteBody' });
    expect(await stream({ change: (text) => text.slice(0, text.lastIndexOf('0;chunk')) })).toMatchObject({
      status: 400,
      code: 'IncompleteBody',
    });
  });

  it('is refused when a chunk before the last is smaller than 8 KiB', async () => {
    const small = [Buffer.alloc(8191), Buffer.alloc(1)];
    expect(await stream({ chunks: small, decodedBytes: 8192 })).toMatchObject({
      status: 403,
      code: 'InvalidChunkSizeError',
    });
  });

  it.each([signedTrailer, unsignedTrailer])('brings its checksum at the end: %s', async (kind) => {
    const trailer = { 'x-amz-checksum-sha256': sha256 };
    const announcedTrailer = 'x-amz-checksum-sha256';
    expect(await stream({ kind, trailer, announcedTrailer })).toMatchObject({ status: 200, headers: trailer });
    const other = { 'x-amz-checksum-sha256': Buffer.alloc(32).toString('base64') };
    expect(await stream({ kind, trailer: other, announcedTrailer })).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await stream({ kind, trailer: {}, announcedTrailer })).toMatchObject({
      status: 400,
      code: 'MalformedTrailerError',
    });
    expect(await stream({ kind, trailer })).toMatchObject({ status: 400, code: 'MalformedTrailerError' });
  });

  it('is refused when the signature of its trailer is another', async () => {
    const flaws = {
      kind: signedTrailer,
      trailer: { 'x-amz-checksum-sha256': sha256 },
      announcedTrailer: 'x-amz-checksum-sha256',
    };
    const change = (text: string): string => text.replace(/(trailer-signature:)[0-9a-f]{4}/, '$10000');
    expect(await stream({ ...flaws, change })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  });
});

describe('the length of a body', () => {
  it('must be announced', async () => {
    const request = {
      method: 'PUT',
      path: `/${world.bucket}/${freshKey()}`,
      body: 'x',
      headers: { 'transfer-encoding': 'chunked' },
    };
    const { headers } = sign(world.url, { ...request, headers: {} });
    const answer = await send(world.url, { ...request, headers: { ...headers, ...request.headers } });
    expect(answer).toMatchObject({ status: 411, code: 'MissingContentLength' });
  });

  it('may be 5 GiB and no more', async () => {
    const maxBytes = 5 * 1024 ** 3;
    const request = {
      method: 'PUT',
      path: `/${world.bucket}/${freshKey()}`,
      headers: { 'content-length': String(maxBytes + 1), expect: '100-continue' },
    };
    const { headers } = sign(
      world.url,
      { method: request.method, path: request.path },
      { payloadHash: 'UNSIGNED-PAYLOAD' },
    );
    const answer = await send(world.url, { ...request, headers: { ...headers, ...request.headers } });
    expect(answer).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  });

  it('leaves nothing behind when fewer bytes come', async () => {
    const key = freshKey();
    await sendTruncated(
      world.url,
      { method: 'PUT', path: `/${world.bucket}/${key}`, body: Buffer.alloc(70_000) },
      100_000,
    );
    await sleep(200);
    expect(await exists(key)).toBe(false);
    const left = async () => (world.folder ? await readdir(join(world.folder, 'tmp')) : []);
    for (let waitedMs = 0; (await left()).length > 0 && waitedMs < 60_000; waitedMs += 20) await sleep(20);
    expect(await left()).toEqual([]);
  });

  it('leaves the object that was there when its replacement breaks off', async () => {
    const Key = freshKey();
    await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key, Body: 'first' }));
    await sendTruncated(world.url, { method: 'PUT', path: `/${world.bucket}/${Key}`, body: 'sec' }, 6);
    await sleep(100);
    const found = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
    expect(await found.Body?.transformToString()).toBe('first');
  });
});
