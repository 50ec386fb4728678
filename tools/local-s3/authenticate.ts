import { S3Error } from './errors.js';
import type { S3Request } from './request.js';
import {
  algorithm,
  ChunkSigner,
  expectedSignature,
  sameSecret,
  type Scope,
  type SignedRequest,
  signingKey,
} from './signature.js';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/** How the body proves to be the signed one. Streams carry their chunks framed, each signed or not. */
export type Payload =
  | { kind: 'unsigned' }
  | { kind: 'hash'; sha256: string }
  | { kind: 'stream'; signer: ChunkSigner | undefined; trailer: boolean };

/** `owner` when the signature held, else `anonymous`: policies decide what that may do. */
export interface Caller {
  kind: 'owner' | 'anonymous';
  payload: Payload;
}

const maxSkewMs = 15 * 60_000;
const maxExpiresS = 7 * 24 * 60 * 60;
const queryParameters = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'];

/** Verifies the signature, be it in the Authorization header or in the URL. Every flaw is the error AWS gives. */
export function authenticate(request: S3Request, credentials: Credentials, nowMs: number): Caller {
  const authorization = request.header('authorization');
  const presigned = queryParameters.some((name) => request.query.has(`X-Amz-${name}`));
  if (request.query.has('AWSAccessKeyId') || authorization?.startsWith('AWS ')) {
    throw new S3Error('InvalidRequest', `The authorization mechanism is not supported. Please use ${algorithm}.`);
  }
  if (presigned && authorization !== undefined) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism is allowed.');
  }
  if (!presigned && authorization === undefined) return { kind: 'anonymous', payload: anonymousPayload(request) };
  const signed = presigned ? fromQuery(request, nowMs) : fromHeader(request, authorization ?? '', nowMs);
  return { kind: 'owner', payload: verify(request, signed, credentials, presigned) };
}

// Nothing proves the chunks of an unsigned stream but the length; an anonymous caller may not write anyway.
function anonymousPayload(request: S3Request): Payload {
  const hash = request.header('x-amz-content-sha256');
  if (hash?.startsWith('STREAMING-')) throw new S3Error('AccessDenied');
  return { kind: 'unsigned' };
}

function fromHeader(request: S3Request, authorization: string, nowMs: number): SignedRequest {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/;
  const [, credential, headers, signature] = match.exec(authorization.trim()) ?? [];
  if (!credential || !headers || !signature) throw new S3Error('AuthorizationHeaderMalformed');
  const timestamp = request.header('x-amz-date') ?? '';
  const atMs = parseTimestamp(timestamp);
  if (atMs === undefined) throw new S3Error('AccessDenied', 'AWS authentication requires a valid x-amz-date header.');
  if (Math.abs(nowMs - atMs) > maxSkewMs) {
    throw new S3Error('RequestTimeTooSkewed', undefined, { ServerTime: new Date(nowMs).toISOString() });
  }
  const payloadHash = request.header('x-amz-content-sha256');
  if (!payloadHash)
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const scope = parseCredential(credential, timestamp, 'AuthorizationHeaderMalformed');
  return { scope, timestamp, signedHeaders: headers.split(';'), signature, payloadHash };
}

function fromQuery(request: S3Request, nowMs: number): SignedRequest {
  const parameter = (name: string): string => {
    const value = request.query.get(`X-Amz-${name}`);
    if (value === undefined) throw new S3Error('AuthorizationQueryParametersError', `X-Amz-${name} is missing.`);
    return value;
  };
  if (parameter('Algorithm') !== algorithm) throw new S3Error('AuthorizationQueryParametersError');
  const timestamp = parameter('Date');
  const atMs = parseTimestamp(timestamp);
  if (atMs === undefined) throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Date is malformed.');
  const expires = parameter('Expires');
  if (!/^\d{1,9}$/.test(expires) || Number(expires) < 1 || Number(expires) > maxExpiresS) {
    throw new S3Error(
      'AuthorizationQueryParametersError',
      `X-Amz-Expires must be between 1 and ${maxExpiresS} seconds.`,
    );
  }
  const scope = parseCredential(parameter('Credential'), timestamp, 'AuthorizationQueryParametersError');
  const signedHeaders = parameter('SignedHeaders').split(';');
  const signature = parameter('Signature');
  if (atMs > nowMs + maxSkewMs) throw new S3Error('AccessDenied', 'Request is not yet valid');
  if (nowMs > atMs + Number(expires) * 1000) throw new S3Error('AccessDenied', 'Request has expired');
  const payloadHash = request.header('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  return { scope, timestamp, signedHeaders, signature, payloadHash };
}

function parseTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

type MalformedCode = 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError';

function parseCredential(credential: string, timestamp: string, code: MalformedCode): Scope {
  const parts = credential.split('/');
  const [date, region, service, terminator] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join('/');
  if (!accessKeyId || !date || !region || service !== 's3' || terminator !== 'aws4_request') {
    throw new S3Error(code, 'The credential must be <access key>/<date>/<region>/s3/aws4_request.');
  }
  if (date !== timestamp.slice(0, 8)) throw new S3Error(code, 'The date of the credential is not that of the request.');
  return { accessKeyId, date, region };
}

function verify(request: S3Request, signed: SignedRequest, credentials: Credentials, presigned: boolean): Payload {
  if (!sameSecret(signed.scope.accessKeyId, credentials.accessKeyId)) throw new S3Error('InvalidAccessKeyId');
  if (signed.scope.region !== credentials.region) {
    const code = presigned ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed';
    throw new S3Error(code, `The region is wrong; expecting '${credentials.region}'.`, { Region: credentials.region });
  }
  requireSignedHeaders(request, signed);
  const key = signingKey(credentials.secretAccessKey, signed.scope);
  if (!sameSecret(expectedSignature(request, signed, key), signed.signature))
    throw new S3Error('SignatureDoesNotMatch');
  return readPayload(signed, key);
}

/** All x-amz-… headers must be signed, else whoever holds a URL could add some; and what is signed must be there. */
function requireSignedHeaders(request: S3Request, signed: SignedRequest): void {
  const names = new Set(signed.signedHeaders);
  if (!names.has('host')) throw new S3Error('SignatureDoesNotMatch', 'The host header must be signed.');
  const sent = request.http.headersDistinct;
  const absent = signed.signedHeaders.filter((name) => sent[name] === undefined);
  if (absent.length > 0)
    throw new S3Error('SignatureDoesNotMatch', `Signed headers are missing: ${absent.join(', ')}.`);
  const unsigned = Object.keys(sent).filter((name) => name.startsWith('x-amz-') && !names.has(name));
  if (unsigned.length > 0) {
    const details = { HeadersNotSigned: unsigned.join(', ') };
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', details);
  }
}

function readPayload(signed: SignedRequest, key: Buffer): Payload {
  const hash = signed.payloadHash;
  switch (hash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'stream', signer: new ChunkSigner(key, signed), trailer: false };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'stream', signer: new ChunkSigner(key, signed), trailer: true };
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'stream', signer: undefined, trailer: true };
    default:
      if (/^[0-9a-f]{64}$/.test(hash)) return { kind: 'hash', sha256: hash };
      throw new S3Error(
        'InvalidArgument',
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING value or a SHA-256.',
      );
  }
}
