import { S3Client, CreateBucketCommand, type S3ClientConfig } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalS3, startLocalS3 } from './index.js';
import { algorithm, encodePath, encodeUri, scopeString, sha256Hex, signingKey } from './signature.js';
import { createHmac } from 'node:crypto';

export const credentials = {
  accessKeyId: process.env.LOCAL_S3_COMPARE_ACCESS_KEY_ID ?? 'LOCALACCESSKEY',
  secretAccessKey: process.env.LOCAL_S3_COMPARE_SECRET_ACCESS_KEY ?? 'a-secret-of-this-machine-only',
};
export const region = 'us-east-1';

/** How the product's own clients are set. */
export const productConfig: S3ClientConfig = {
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
};

export interface World {
  url: string;
  bucket: string;
  /** '' when the suite runs against another server. */
  folder: string;
  s3: S3Client;
  store: LocalS3 | undefined;
  client(config?: S3ClientConfig): S3Client;
  close(): Promise<void>;
}

/**
 * A store of its own with one bucket. With LOCAL_S3_COMPARE_URL the same cases run against another server instead:
 * that is how the expectations were checked against a real implementation.
 */
export async function openWorld(options: { now?: () => Date } = {}): Promise<World> {
  const compared = process.env.LOCAL_S3_COMPARE_URL;
  const folder = compared ? '' : await mkdtemp(join(tmpdir(), 'local-s3-test-'));
  const store = compared ? undefined : await startLocalS3({ folder, port: 0, ...credentials, ...options });
  const url = store?.url ?? compared ?? '';
  const clients: S3Client[] = [];
  const client = (config: S3ClientConfig = {}): S3Client => {
    const made = new S3Client({ endpoint: url, region, credentials, ...productConfig, ...config });
    clients.push(made);
    return made;
  };
  const s3 = client();
  const bucket = `moments-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const close = async (): Promise<void> => {
    for (const each of clients) each.destroy();
    await store?.close();
    if (folder) await rm(folder, { recursive: true });
  };
  return { url, bucket, folder, s3, store, client, close };
}

export interface RawRequest {
  method: string;
  /** With the query, encoded; it is sent as it stands. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The code of an error document, else ''. */
  code: string;
}

/** Sends exactly what it is told to; fetch would correct some of it. */
export function send(url: string, { method, path, headers = {}, body = '' }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const withoutLength = method === 'GET' || method === 'HEAD' || headers['transfer-encoding'] !== undefined;
  const length = withoutLength ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('latin1');
          const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '';
          const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(answered) as Record<string, string>,
            body: text,
            code,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends a request through the door of a presigned URL. */
export function sendTo(presigned: string, request: Omit<RawRequest, 'path'>): Promise<RawAnswer> {
  const { pathname, search, origin } = new URL(presigned);
  return send(origin, { ...request, path: `${pathname}${search}` });
}

export interface Signing {
  payloadHash?: string;
  at?: Date;
  secretAccessKey?: string;
  accessKeyId?: string;
  region?: string;
  /** Headers that go along without being signed. */
  unsigned?: Record<string, string>;
}

export interface SignedHeaders {
  headers: Record<string, string>;
  signature: string;
  timestamp: string;
}

/** Signs a request the long way round, so that every step of it can be got wrong. */
export function sign(url: string, request: RawRequest, signing: Signing = {}): SignedHeaders {
  const { at = new Date(), secretAccessKey = credentials.secretAccessKey } = signing;
  const timestamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const payloadHash = signing.payloadHash ?? sha256Hex(request.body ?? '');
  const scope = {
    accessKeyId: signing.accessKeyId ?? credentials.accessKeyId,
    date: timestamp.slice(0, 8),
    region: signing.region ?? region,
  };
  const [path = '', search = ''] = request.path.split('?');
  const headers: Record<string, string> = {
    ...request.headers,
    host: new URL(url).host,
    'x-amz-date': timestamp,
    'x-amz-content-sha256': payloadHash,
  };
  const names = Object.keys(headers).sort();
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .sort()
    .join('&');
  const canonical = [
    request.method,
    encodePath(decodeURIComponent(path)),
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim() ?? ''}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n');
  const toSign = [algorithm, timestamp, scopeString(scope), sha256Hex(canonical)].join('\n');
  const signature = createHmac('sha256', signingKey(secretAccessKey, scope)).update(toSign).digest('hex');
  const credential = `${scope.accessKeyId}/${scopeString(scope)}`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { headers: { ...headers, ...signing.unsigned, authorization }, signature, timestamp };
}

/** Signs and sends. */
export const sendSigned = (url: string, request: RawRequest, signing?: Signing): Promise<RawAnswer> =>
  send(url, { ...request, headers: sign(url, request, signing).headers });

/** Announces a body, sends less and hangs up. */
export function sendTruncated(url: string, request: RawRequest, announcedBytes: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const { headers } = sign(url, request, { payloadHash: 'UNSIGNED-PAYLOAD' });
  const lines = Object.entries({ ...headers, 'content-length': String(announcedBytes) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${request.method} ${request.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(request.body ?? '', () => socket.destroy());
    });
    socket.once('close', () => resolve());
    socket.once('error', reject);
  });
}

/** The code of the error a promise fails with: S3's own where there was a document, else the client's name for it. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
