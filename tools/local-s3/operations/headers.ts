import type { Checksum } from '../checksums.js';
import { headerOf } from '../checksums.js';
import { S3Error } from '../errors.js';
import type { S3Request } from '../request.js';
import type { ObjectRecord } from '../storage/records.js';

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
const maxMetadataBytes = 2048;

/** The headers to keep with an object: standard ones and the client's own. Throws MetadataTooLarge. */
export function readObjectHeaders(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  let metadataBytes = 0;
  for (const name of request.headerNames()) {
    const value = request.header(name) ?? '';
    if (name.startsWith('x-amz-meta-')) {
      metadataBytes += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
      headers[name] = value;
    } else if (kept.includes(name)) headers[name] = value;
  }
  if (metadataBytes > maxMetadataBytes) throw new S3Error('MetadataTooLarge');
  const encoding = withoutFraming(headers['content-encoding']);
  delete headers['content-encoding'];
  return { 'content-type': 'binary/octet-stream', ...headers, ...(encoding && { 'content-encoding': encoding }) };
}

// aws-chunked is how the body travelled, not what it is.
const withoutFraming = (encoding: string | undefined): string | undefined =>
  encoding
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked' && each !== '')
    .join(', ');

export const quoted = (etag: string): string => `"${etag}"`;

const httpDate = (instant: string): string => new Date(instant).toUTCString();

/** What a read tells about an object, but for the length. */
export const objectReplyHeaders = (object: ObjectRecord): Record<string, string> => ({
  ...object.headers,
  etag: quoted(object.etag),
  'last-modified': httpDate(object.modifiedAt),
  'accept-ranges': 'bytes',
});

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum ? { [headerOf(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
