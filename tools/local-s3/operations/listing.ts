import { S3Error } from '../errors.js';
import type { Query } from '../request.js';
import { encodePath } from '../signature.js';
import type { SortedMap } from '../storage/keys.js';
import type { ObjectRecord } from '../storage/records.js';
import { element, leaf, xmlDocument } from '../xml.js';
import { type Operation, xmlReply } from './context.js';
import { quoted } from './headers.js';
import { listPage } from './paging.js';

const maxPage = 1000;

/** How names are written: `encoding-type=url` lets keys through that XML could not carry. */
export function nameEncoder(query: Query): (name: string) => string {
  const type = query.get('encoding-type');
  if (type !== undefined && type !== 'url')
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return type === 'url' ? encodePath : (name) => name;
}

export const listObjects: Operation = async ({ store, request }) => {
  const { query } = request;
  if (query.get('list-type') !== '2') throw new S3Error('NotImplemented', 'Only ListObjectsV2 is implemented.');
  const { objects, name } = store.bucket(request.bucket);
  const encode = nameEncoder(query);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const maxKeys = query.integer('max-keys', { fallback: maxPage, max: maxPage });
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const page = listPage(objects, {
    prefix,
    delimiter,
    position: startOf(objects, token, startAfter),
    maxEntries: maxKeys,
  });
  const last = page.entries.at(-1);
  const encoded = (value: string | undefined): string | undefined => (value === undefined ? undefined : encode(value));
  return xmlReply(
    xmlDocument(
      'ListBucketResult',
      leaf('Name', name),
      leaf('Prefix', encode(prefix)),
      leaf('Delimiter', encoded(query.get('delimiter'))),
      leaf('MaxKeys', maxKeys),
      leaf('EncodingType', query.get('encoding-type')),
      leaf('KeyCount', page.entries.length),
      leaf('IsTruncated', page.truncated),
      leaf('ContinuationToken', token),
      leaf('NextContinuationToken', page.truncated && last ? makeToken(last) : undefined),
      leaf('StartAfter', encoded(startAfter)),
      ...page.entries.map((entry) => (entry.value ? contents(entry.value, encode) : commonPrefix(entry.key, encode))),
    ),
  );
};

const contents = (object: ObjectRecord, encode: (name: string) => string): string =>
  element(
    'Contents',
    leaf('Key', encode(object.key)),
    leaf('LastModified', object.modifiedAt),
    leaf('ETag', quoted(object.etag)),
    leaf('ChecksumAlgorithm', object.checksum?.algorithm.toUpperCase()),
    leaf('Size', object.sizeBytes),
    leaf('StorageClass', 'STANDARD'),
  );

export const commonPrefix = (prefix: string, encode: (name: string) => string): string =>
  element('CommonPrefixes', leaf('Prefix', encode(prefix)));

/** A token says what the page ended on: a key, or a prefix to skip as a whole. */
const makeToken = (last: { key: string; value: unknown }): string =>
  Buffer.from(`${last.value === undefined ? 'p' : 'k'}${last.key}`).toString('base64url');

function startOf(objects: SortedMap<ObjectRecord>, token: string | undefined, startAfter: string | undefined): number {
  if (token === undefined) return startAfter === undefined ? 0 : objects.firstAfter(startAfter);
  const text = Buffer.from(token, 'base64url').toString();
  if (/^k./s.test(text)) return objects.firstAfter(text.slice(1));
  if (/^p./s.test(text)) return objects.firstBehindPrefix(text.slice(1));
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
}
