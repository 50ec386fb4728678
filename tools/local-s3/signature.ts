import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { S3Request } from './request.js';

/** The pure arithmetic of AWS Signature Version 4. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** What a signature is valid for: `date` as yyyymmdd, always service s3. */
export interface Scope {
  accessKeyId: string;
  date: string;
  region: string;
}

/** What a request says about its own signature, wherever it said it. */
export interface SignedRequest {
  scope: Scope;
  /** `yyyymmddThhmmssZ`, as signed. */
  timestamp: string;
  signedHeaders: string[];
  signature: string;
  /** The last line of the canonical request. */
  payloadHash: string;
}

export const sha256Hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data, 'latin1').digest();

/** Percent-encodes all but RFC 3986's unreserved characters. */
export const encodeUri = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export const encodePath = (path: string): string => path.split('/').map(encodeUri).join('/');

export const scopeString = (scope: Scope): string => `${scope.date}/${scope.region}/s3/aws4_request`;

export function signingKey(secretAccessKey: string, scope: Scope): Buffer {
  const dated = hmac(`AWS4${secretAccessKey}`, scope.date);
  return hmac(hmac(hmac(dated, scope.region), 's3'), 'aws4_request');
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function canonicalQuery(request: S3Request): string {
  return request.query.pairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort((a, b) => byBytes(a[0], b[0]) || byBytes(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalRequest(request: S3Request, signed: SignedRequest): string {
  const headers = signed.signedHeaders.map((name) => {
    const value = (request.http.headersDistinct[name] ?? []).map((each) => each.trim().replace(/\s+/g, ' ')).join(',');
    return `${name}:${value}\n`;
  });
  return [
    request.method,
    encodePath(request.path),
    canonicalQuery(request),
    headers.join(''),
    signed.signedHeaders.join(';'),
    signed.payloadHash,
  ].join('\n');
}

/** The signature the request should carry, in hex. */
export function expectedSignature(request: S3Request, signed: SignedRequest, key: Buffer): string {
  // Node hands headers over as latin1: this way the hash is over the bytes that came.
  const hash = sha256Hex(Buffer.from(canonicalRequest(request, signed), 'latin1'));
  return hmac(key, [algorithm, signed.timestamp, scopeString(signed.scope), hash].join('\n')).toString('hex');
}

/** Signs the pieces of a streamed body, each bound to the one before it. */
export class ChunkSigner {
  constructor(
    private readonly key: Buffer,
    private readonly signed: SignedRequest,
    private previous = signed.signature,
  ) {}

  /** The signature the next chunk should carry, from the SHA-256 (hex) of its bytes. */
  nextChunk(dataHash: string): string {
    return this.next(`${algorithm}-PAYLOAD`, [sha256Hex(''), dataHash]);
  }

  /** The signature of the trailing headers, from the SHA-256 (hex) of `name:value\n` lines. */
  trailer(dataHash: string): string {
    return this.next('AWS4-HMAC-SHA256-TRAILER', [dataHash]);
  }

  private next(kind: string, hashes: string[]): string {
    const { timestamp, scope } = this.signed;
    const lines = [kind, timestamp, scopeString(scope), this.previous, ...hashes];
    this.previous = hmac(this.key, lines.join('\n')).toString('hex');
    return this.previous;
  }
}

/** Compares two secrets in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
