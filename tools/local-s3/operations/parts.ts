import { elementOf, parseAlgorithm, resolveType } from '../checksums.js';
import { type ReceivedBody, receiveBody } from '../body.js';
import { S3Error } from '../errors.js';
import { parseCopyRange } from '../range.js';
import type { S3Request } from '../request.js';
import type { Bucket } from '../storage/bucket.js';
import type { BlobWriter } from '../storage/blobs.js';
import type { PartRecord } from '../storage/records.js';
import type { Received } from '../storage/store.js';
import type { OpenUpload } from '../storage/uploads.js';
import { leaf, xmlDocument } from '../xml.js';
import { createHash } from 'node:crypto';
import { type Operation, type Context, xmlReply } from './context.js';
import { findSource } from './copying.js';
import { quoted, readObjectHeaders } from './headers.js';
import { maxBodyBytes } from './objects.js';

const maxPartNumber = 10_000;

export const createMultipartUpload: Operation = async ({ store, request, now }) => {
  const bucket = store.bucket(request.bucket);
  const named = request.header('x-amz-checksum-algorithm');
  const algorithm = named === undefined ? undefined : parseAlgorithm(named);
  const checksum = algorithm && { algorithm, type: resolveType(algorithm, request.header('x-amz-checksum-type')) };
  const record = await bucket.uploads.start({
    key: request.key,
    startedAt: now().toISOString(),
    headers: readObjectHeaders(request),
    checksum,
  });
  return xmlReply(
    xmlDocument(
      'InitiateMultipartUploadResult',
      leaf('Bucket', bucket.name),
      leaf('Key', request.key),
      leaf('UploadId', record.uploadId),
    ),
    checksum && {
      'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
      'x-amz-checksum-type': checksum.type,
    },
  );
};

/** The upload of `uploadId` in the query, and its bucket. Throws NoSuchBucket, NoSuchUpload. */
export function findUpload({ store, request }: Context): { bucket: Bucket; upload: OpenUpload } {
  const bucket = store.bucket(request.bucket);
  return { bucket, upload: bucket.uploads.find(request.query.get('uploadId') ?? '', request.key) };
}

function readPartNumber(request: S3Request): number {
  const text = request.query.get('partNumber') ?? '';
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > maxPartNumber) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`);
  }
  return Number(text);
}

export const uploadPart: Operation = async (context) => {
  const { store, request } = context;
  const number = readPartNumber(request);
  const { bucket, upload } = findUpload(context);
  const expected = upload.record.checksum;
  const limits = {
    maxBytes: maxBodyBytes,
    checksum: expected?.type === 'FULL_OBJECT' ? expected.algorithm : undefined,
  };
  const received = await store.receive(bucket, async (writer) => {
    const body = await receiveBody(context.upload, writer, limits);
    expectChecksumOf(upload, body);
    return body;
  });
  const { md5, checksum } = received.result;
  const part = await keepPart(context, { bucket, upload, number, received, etag: md5.toString('hex'), checksum });
  const headers: Record<string, string> = { etag: quoted(part.etag) };
  if (checksum) headers[`x-amz-checksum-${checksum.algorithm}`] = checksum.value;
  return { status: 200, headers };
};

/** An upload announced with a checksum takes no parts without it, or with another. */
function expectChecksumOf(upload: OpenUpload, body: ReceivedBody): void {
  const expected = upload.record.checksum?.algorithm;
  const actual = body.checksum?.algorithm;
  if (expected === undefined || expected === actual) return;
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual ?? 'null'}`,
  );
}

interface NewPart {
  bucket: Bucket;
  upload: OpenUpload;
  number: number;
  received: Received<unknown>;
  etag: string;
  checksum: PartRecord['checksum'];
}

async function keepPart({ now }: Context, from: NewPart): Promise<PartRecord> {
  const { segment } = from.received;
  const part: PartRecord = {
    number: from.number,
    etag: from.etag,
    sizeBytes: segment.sizeBytes,
    modifiedAt: now().toISOString(),
    segment,
    checksum: from.checksum,
  };
  try {
    await from.bucket.uploads.putPart(from.upload, part);
    return part;
  } catch (error) {
    await from.bucket.discard([segment]);
    throw error;
  }
}

export const uploadPartCopy: Operation = async (context) => {
  const { store, request } = context;
  const number = readPartNumber(request);
  const { bucket, upload } = findUpload(context);
  if (upload.record.checksum)
    throw new S3Error('NotImplemented', 'Copied parts of uploads with checksums are not implemented.');
  const source = findSource(store, request);
  const header = request.header('x-amz-copy-source-range');
  const { sizeBytes } = source.object;
  const range = header === undefined ? { startBytes: 0, endBytes: sizeBytes } : parseCopyRange(header, sizeBytes);
  if (range.endBytes - range.startBytes > maxBodyBytes) throw new S3Error('EntityTooLarge');
  const received = await store.receive(bucket, (writer) =>
    copyBytes(source.bucket.read(source.object.segments, range), writer),
  );
  const part = await keepPart(context, {
    bucket,
    upload,
    number,
    received,
    etag: received.result,
    checksum: undefined,
  });
  return xmlReply(
    xmlDocument('CopyPartResult', leaf('LastModified', part.modifiedAt), leaf('ETag', quoted(part.etag))),
  );
};

async function copyBytes(source: AsyncIterable<Buffer>, writer: BlobWriter): Promise<string> {
  const md5 = createHash('md5');
  for await (const piece of source) {
    md5.update(piece);
    await writer.write(piece);
  }
  return md5.digest('hex');
}

export const abortMultipartUpload: Operation = async (context) => {
  const { bucket, upload } = findUpload(context);
  await bucket.uploads.end(upload, async () => []);
  return { status: 204 };
};

/** The element with a part's checksum. */
export const partChecksum = (part: PartRecord): string =>
  part.checksum ? leaf(elementOf(part.checksum.algorithm), part.checksum.value) : '';
