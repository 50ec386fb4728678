import { judgeCopy, judgeWrite, readConditions } from '../conditions.js';
import { S3Error } from '../errors.js';
import type { S3Request } from '../request.js';
import type { Bucket } from '../storage/bucket.js';
import type { ObjectRecord } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { leaf, xmlDocument } from '../xml.js';
import { elementOf } from '../checksums.js';
import { type Operation, xmlReply } from './context.js';
import { quoted, readObjectHeaders } from './headers.js';
import { maxBodyBytes } from './objects.js';

/** The object x-amz-copy-source names, its conditions judged. Throws InvalidArgument, NoSuchBucket, NoSuchKey, PreconditionFailed. */
export function findSource(store: Store, request: S3Request): { bucket: Bucket; object: ObjectRecord } {
  const header = request.header('x-amz-copy-source') ?? '';
  if (header.includes('?')) throw new S3Error('NotImplemented', 'Versions are not implemented.');
  const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeSource(header)) ?? [];
  if (!bucketName || !key) throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key.');
  const bucket = store.bucket(bucketName);
  const object = bucket.objects.get(key);
  if (!object) throw new S3Error('NoSuchKey', undefined, { Key: key });
  judgeCopy(readConditions(request.header, 'x-amz-copy-source-'), object);
  return { bucket, object };
}

function decodeSource(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    throw new S3Error('InvalidArgument', 'Copy Source is not encoded as a URL.');
  }
}

/** The copy shares its bytes on disk with the source and keeps its entity tag and checksum. */
export const copyObject: Operation = async ({ store, request, now }) => {
  const target = store.bucket(request.bucket);
  const source = findSource(store, request);
  const headers = copiedHeaders(request, source.object, source.bucket === target);
  if (source.object.sizeBytes > maxBodyBytes) {
    throw new S3Error(
      'InvalidRequest',
      'The specified copy source is larger than the maximum allowable size for a copy source.',
    );
  }
  const conditions = readConditions(request.header);
  judgeWrite(conditions, target.objects.get(request.key));
  const segments = await target.copySegments(source.bucket, source.object.segments);
  const record = { ...source.object, key: request.key, headers, segments, modifiedAt: now().toISOString() };
  try {
    await target.replace(record, (current) => judgeWrite(conditions, current));
  } catch (error) {
    await target.discard(segments);
    throw error;
  }
  const { checksum } = record;
  return xmlReply(
    xmlDocument(
      'CopyObjectResult',
      leaf('LastModified', record.modifiedAt),
      leaf('ETag', quoted(record.etag)),
      checksum ? leaf(elementOf(checksum.algorithm), checksum.value) : '',
    ),
  );
};

function copiedHeaders(request: S3Request, source: ObjectRecord, sameBucket: boolean): Record<string, string> {
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'REPLACE') return readObjectHeaders(request);
  if (directive !== 'COPY') throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  if (sameBucket && source.key === request.key) {
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it copies an object to itself without changing it.',
    );
  }
  return source.headers;
}
