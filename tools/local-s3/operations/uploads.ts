import { SortedMap } from '../storage/keys.js';
import type { UploadRecord } from '../storage/records.js';
import { element, leaf, xmlDocument } from '../xml.js';
import { type Operation, xmlReply } from './context.js';
import { quoted } from './headers.js';
import { commonPrefix, nameEncoder } from './listing.js';
import { listPage } from './paging.js';
import { findUpload, partChecksum } from './parts.js';

const maxPage = 1000;

export const listParts: Operation = async (context) => {
  const { request } = context;
  const { bucket, upload } = findUpload(context);
  const marker = request.query.integer('part-number-marker', { fallback: 0, max: Number.MAX_SAFE_INTEGER });
  const maxParts = request.query.integer('max-parts', { fallback: maxPage, max: maxPage });
  const left = [...upload.parts.values()].filter((part) => part.number > marker).sort((a, b) => a.number - b.number);
  const page = left.slice(0, maxParts);
  const truncated = left.length > page.length && maxParts > 0;
  const { checksum } = upload.record;
  return xmlReply(
    xmlDocument(
      'ListPartsResult',
      leaf('Bucket', bucket.name),
      leaf('Key', request.key),
      leaf('UploadId', upload.record.uploadId),
      leaf('StorageClass', 'STANDARD'),
      leaf('ChecksumAlgorithm', checksum?.algorithm.toUpperCase()),
      leaf('ChecksumType', checksum?.type),
      leaf('PartNumberMarker', marker),
      // Only where there is a next page: paginators of the SDKs go on for as long as they are given a marker.
      leaf('NextPartNumberMarker', truncated ? page.at(-1)?.number : undefined),
      leaf('MaxParts', maxParts),
      leaf('IsTruncated', truncated),
      ...page.map((part) =>
        element(
          'Part',
          leaf('PartNumber', part.number),
          leaf('LastModified', part.modifiedAt),
          leaf('ETag', quoted(part.etag)),
          leaf('Size', part.sizeBytes),
          partChecksum(part),
        ),
      ),
    ),
  );
};

// Uploads of one key follow each other by their age; NUL keeps a key before the longer ones it begins.
const orderOf = (upload: UploadRecord): string => `${upload.key}\0${upload.startedAt}\0${upload.uploadId}`;

export const listMultipartUploads: Operation = async ({ store, request }) => {
  const { query } = request;
  const bucket = store.bucket(request.bucket);
  const encode = nameEncoder(query);
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const uploads = new SortedMap(
    bucket.uploads.all().map(({ record }) => [orderOf(record), record] as [string, UploadRecord]),
  );
  const marked = bucket.uploads.all().find(({ record }) => record.uploadId === idMarker && record.key === keyMarker);
  const position = startOf(uploads, { keyMarker, marked: marked?.record, delimiter });
  const maxUploads = query.integer('max-uploads', { fallback: maxPage, max: maxPage });
  const page = listPage(uploads, { prefix, delimiter, position, maxEntries: maxUploads });
  const last = page.truncated ? page.entries.at(-1) : undefined;
  return xmlReply(
    xmlDocument(
      'ListMultipartUploadsResult',
      leaf('Bucket', bucket.name),
      leaf('KeyMarker', encode(keyMarker)),
      leaf('UploadIdMarker', idMarker),
      leaf('NextKeyMarker', last && encode(last.value?.key ?? last.key)),
      leaf('NextUploadIdMarker', last?.value?.uploadId),
      leaf('Prefix', encode(prefix)),
      leaf('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
      leaf('EncodingType', query.get('encoding-type')),
      leaf('MaxUploads', maxUploads),
      leaf('IsTruncated', page.truncated),
      ...page.entries.map((entry) => (entry.value ? uploadXml(entry.value, encode) : commonPrefix(entry.key, encode))),
    ),
  );
};

interface Marker {
  keyMarker: string;
  marked: UploadRecord | undefined;
  delimiter: string;
}

function startOf(uploads: SortedMap<UploadRecord>, { keyMarker, marked, delimiter }: Marker): number {
  if (keyMarker === '') return 0;
  if (marked) return uploads.firstAfter(orderOf(marked));
  const rolledUp = delimiter !== '' && keyMarker.endsWith(delimiter);
  return uploads.firstBehindPrefix(rolledUp ? keyMarker : `${keyMarker}\0`);
}

const uploadXml = (upload: UploadRecord, encode: (name: string) => string): string =>
  element(
    'Upload',
    leaf('Key', encode(upload.key)),
    leaf('UploadId', upload.uploadId),
    leaf('StorageClass', 'STANDARD'),
    leaf('Initiated', upload.startedAt),
    leaf('ChecksumAlgorithm', upload.checksum?.algorithm.toUpperCase()),
    leaf('ChecksumType', upload.checksum?.type),
  );
