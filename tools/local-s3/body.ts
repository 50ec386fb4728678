import { createHash } from 'node:crypto';
import type { Payload } from './authenticate.js';
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createDigest,
  decodeChecksum,
  decodeDigest,
  headerOf,
  parseAlgorithm,
  type RunningDigest,
} from './checksums.js';
import { decodeChunks } from './chunked.js';
import { S3Error } from './errors.js';
import type { S3Request } from './request.js';

/** Where the bytes go while they are not verified yet. */
export interface BodySink {
  write(piece: Buffer): Promise<void>;
}

export interface ReceivedBody {
  sizeBytes: number;
  md5: Buffer;
  /** The checksum that was asked for, be it by the client or by the operation. */
  checksum: { algorithm: ChecksumAlgorithm; value: string } | undefined;
}

/** A request whose caller is known, with the way to its body. */
export interface Upload {
  request: S3Request;
  payload: Payload;
  /** Tells a client that waits (Expect: 100-continue) to send; called once, when the body is wanted. */
  proceed: () => void;
}

export interface ReceiveLimits {
  maxBytes: number;
  /** Computed even when the client does not send it. */
  checksum?: ChecksumAlgorithm | undefined;
  /** Off where no entity tag comes of it: MD5 is the dearest of the digests. */
  md5?: boolean;
}

interface Announced {
  sizeBytes: number;
  md5: Buffer | undefined;
  checksum: { algorithm: ChecksumAlgorithm; value: Buffer | undefined } | undefined;
  trailer: string | undefined;
}

/**
 * Reads the body into the sink and verifies everything said about it: length, signature, MD5, checksum.
 * Throws MissingContentLength, EntityTooLarge, IncompleteBody, BadDigest, XAmzContentSHA256Mismatch and what decodeChunks throws.
 */
export async function receiveBody(upload: Upload, sink: BodySink, limits: ReceiveLimits): Promise<ReceivedBody> {
  const announced = readAnnounced(upload, limits);
  const algorithm = announced.checksum?.algorithm ?? limits.checksum;
  const md5 = announced.md5 !== undefined || limits.md5 !== false ? createHash('md5') : undefined;
  const checksum = algorithm && createDigest(algorithm);
  const sha256 = upload.payload.kind === 'hash' ? createHash('sha256') : undefined;
  const digests = [md5, checksum, sha256].filter(
    (digest): digest is RunningDigest & typeof digest => digest !== undefined,
  );

  let trailer = new Map<string, string>();
  let sizeBytes = 0;
  upload.proceed();
  for await (const piece of piecesOf(upload, (headers) => (trailer = headers))) {
    sizeBytes += piece.length;
    if (sizeBytes > announced.sizeBytes) throw new S3Error('IncompleteBody');
    for (const digest of digests) digest.update(piece);
    await sink.write(piece);
  }
  if (sizeBytes !== announced.sizeBytes) throw new S3Error('IncompleteBody');
  verifySha256(upload.payload, sha256?.digest('hex'));
  const md5Bytes = md5?.digest() ?? Buffer.alloc(0);
  if (announced.md5 && !announced.md5.equals(md5Bytes)) throw new S3Error('BadDigest');
  const value = checksum?.digest();
  verifyChecksum(announced, trailer, value);
  return {
    sizeBytes,
    md5: md5Bytes,
    checksum: algorithm && value ? { algorithm, value: value.toString('base64') } : undefined,
  };
}

/** Reads a small document, verified like any body. */
export async function receiveText(upload: Upload, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  const sink = { write: async (piece: Buffer) => void pieces.push(piece) };
  await receiveBody(upload, sink, { maxBytes, md5: false });
  return Buffer.concat(pieces).toString('utf8');
}

async function* piecesOf(upload: Upload, onTrailer: (headers: Map<string, string>) => void): AsyncGenerator<Buffer> {
  const { payload } = upload;
  // Left open on an error: the answer has to travel over the same socket.
  const source: AsyncIterable<Buffer> = upload.request.http.iterator({ destroyOnReturn: false });
  try {
    if (payload.kind === 'stream') yield* decodeChunks(source, { ...payload, onTrailer });
    else yield* source;
  } catch (error) {
    // The client went away in the middle.
    if (upload.request.http.destroyed && !upload.request.http.complete) throw new S3Error('IncompleteBody');
    throw error;
  }
}

function readAnnounced(upload: Upload, limits: ReceiveLimits): Announced {
  const { request, payload } = upload;
  const lengthHeader = payload.kind === 'stream' ? 'x-amz-decoded-content-length' : 'content-length';
  const length = request.header(lengthHeader);
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw new S3Error('MissingContentLength');
  if (Number(length) > limits.maxBytes) {
    throw new S3Error('EntityTooLarge', undefined, { ProposedSize: length, MaxSizeAllowed: String(limits.maxBytes) });
  }
  const md5Header = request.header('content-md5');
  const md5 = md5Header === undefined ? undefined : decodeDigest(md5Header, 16);
  if (md5Header !== undefined && !md5) throw new S3Error('InvalidDigest');
  const trailer = request.header('x-amz-trailer')?.trim().toLowerCase();
  if ((trailer !== undefined) !== (payload.kind === 'stream' && payload.trailer))
    throw new S3Error('MalformedTrailerError');
  return { sizeBytes: Number(length), md5, checksum: announcedChecksum(request, trailer), trailer };
}

function announcedChecksum(request: S3Request, trailer: string | undefined): Announced['checksum'] {
  const sent = checksumAlgorithms.filter((algorithm) => request.header(headerOf(algorithm)) !== undefined);
  const trailing = trailer === undefined ? undefined : checksumAlgorithms.find((each) => headerOf(each) === trailer);
  if (trailer !== undefined && !trailing) throw new S3Error('MalformedTrailerError');
  if (sent.length + (trailing ? 1 : 0) > 1) {
    throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  }
  const algorithm = sent[0] ?? trailing;
  const named = request.header('x-amz-sdk-checksum-algorithm');
  if (named !== undefined && parseAlgorithm(named) !== algorithm) {
    throw new S3Error('InvalidRequest', 'x-amz-sdk-checksum-algorithm and the checksum that is sent do not agree.');
  }
  if (!algorithm) return undefined;
  const value = request.header(headerOf(algorithm));
  return { algorithm, value: value === undefined ? undefined : decodeChecksum(algorithm, value) };
}

function verifySha256(payload: Payload, actual: string | undefined): void {
  if (payload.kind === 'hash' && payload.sha256 !== actual) throw new S3Error('XAmzContentSHA256Mismatch');
}

function verifyChecksum(announced: Announced, trailer: Map<string, string>, actual: Buffer | undefined): void {
  const { checksum } = announced;
  const trailing = announced.trailer === undefined ? undefined : trailer.get(announced.trailer);
  if (trailer.size > (announced.trailer === undefined ? 0 : 1)) throw new S3Error('MalformedTrailerError');
  if (announced.trailer !== undefined && trailing === undefined) throw new S3Error('MalformedTrailerError');
  if (!checksum) return;
  const expected = checksum.value ?? decodeChecksum(checksum.algorithm, trailing ?? '');
  if (!actual || !expected.equals(actual)) {
    throw new S3Error(
      'BadDigest',
      `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
}
