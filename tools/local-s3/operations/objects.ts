import { receiveBody } from '../body.js';
import { judge, judgeWrite, readConditions } from '../conditions.js';
import { S3Error } from '../errors.js';
import { parseRange } from '../range.js';
import type { S3Request } from '../request.js';
import type { ObjectRecord } from '../storage/records.js';
import { type Context, noContent, type Operation, type Reply } from './context.js';
import { checksumHeaders, objectReplyHeaders, quoted, readObjectHeaders } from './headers.js';

/** What one request may carry, 5 GiB; more goes up in parts. */
export const maxBodyBytes = 5 * 1024 ** 3;

export const putObject: Operation = async ({ store, request, upload, now }) => {
  const bucket = store.bucket(request.bucket);
  const conditions = readConditions(request.header);
  judgeWrite(conditions, bucket.objects.get(request.key)); // told early; judged again below, when it counts
  const headers = readObjectHeaders(request);
  const received = await store.receive(bucket, (writer) => receiveBody(upload, writer, { maxBytes: maxBodyBytes }));
  const { md5, sizeBytes, checksum } = received.result;
  const record: ObjectRecord = {
    key: request.key,
    etag: md5.toString('hex'),
    sizeBytes,
    modifiedAt: now().toISOString(),
    headers,
    segments: sizeBytes > 0 ? [received.segment] : [],
    checksum: checksum && { ...checksum, type: 'FULL_OBJECT' },
  };
  try {
    await bucket.replace(record, (current) => judgeWrite(conditions, current));
  } catch (error) {
    await bucket.discard([received.segment]);
    throw error;
  }
  if (sizeBytes === 0) await bucket.discard([received.segment]);
  return { status: 200, headers: { etag: quoted(record.etag), ...checksumHeaders(record.checksum) } };
};

export const getObject: Operation = async (context) => {
  const { store, request } = context;
  const bucket = store.bucket(request.bucket);
  const object = findObject(context);
  const reply = describe(context, object);
  if (reply.status === 304) return reply;
  const range = rangeOf(request, object);
  if (!range) return { ...reply, body: bucket.read(object.segments, { startBytes: 0, endBytes: object.sizeBytes }) };
  return { ...reply, ...partial(reply, object, range), body: bucket.read(object.segments, range) };
};

export const headObject: Operation = async (context) => {
  const object = findObject(context);
  const reply = describe(context, object);
  if (reply.status === 304) return reply;
  const range = rangeOf(context.request, object);
  return range ? { ...reply, ...partial(reply, object, range) } : reply;
};

function findObject({ store, request, caller }: Context): ObjectRecord {
  const object = store.bucket(request.bucket).objects.get(request.key);
  if (object) return object;
  // Whoever may not list may not learn either that a key is absent.
  throw caller.kind === 'owner'
    ? new S3Error('NoSuchKey', undefined, { Key: request.key })
    : new S3Error('AccessDenied');
}

/** The answer for the whole object, without the bytes, or 304. */
function describe({ request, caller }: Context, object: ObjectRecord): Reply {
  const overrides = readOverrides(request, caller.kind === 'owner');
  const headers = { ...objectReplyHeaders(object), ...overrides };
  if (judge(readConditions(request.header), object) === 'notModified') {
    const { etag, 'last-modified': modified, 'cache-control': cache, expires } = headers as Record<string, string>;
    return {
      status: 304,
      headers: {
        etag: etag ?? '',
        'last-modified': modified ?? '',
        ...(cache && { 'cache-control': cache }),
        ...(expires && { expires }),
      },
    };
  }
  const wantsChecksum = request.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    status: 200,
    headers: {
      ...headers,
      'content-length': String(object.sizeBytes),
      ...(wantsChecksum && request.header('range') === undefined && checksumHeaders(object.checksum)),
    },
  };
}

function readOverrides(request: S3Request, signed: boolean): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const [name, value] of request.query.pairs) {
    if (!/^response-(content-(type|language|disposition|encoding)|cache-control|expires)$/.test(name)) continue;
    if (!signed) {
      throw new S3Error(
        'InvalidRequest',
        'Request specific response headers cannot be used for anonymous GET requests.',
      );
    }
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new S3Error('InvalidArgument', `${name} can't stand in a header.`);
    overrides[name.slice('response-'.length)] = value;
  }
  return overrides;
}

function rangeOf(request: S3Request, object: ObjectRecord): ReturnType<typeof parseRange> {
  const ifRange = request.header('if-range');
  // A resumed download of something that changed meanwhile starts over.
  if (ifRange !== undefined && !isUnchanged(ifRange, object)) return undefined;
  return parseRange(request.header('range'), object.sizeBytes);
}

const isUnchanged = (ifRange: string, object: ObjectRecord): boolean =>
  ifRange.startsWith('"')
    ? ifRange === quoted(object.etag)
    : Math.floor(Date.parse(object.modifiedAt) / 1000) === Math.floor(Date.parse(ifRange) / 1000);

function partial(reply: Reply, object: ObjectRecord, range: { startBytes: number; endBytes: number }): Reply {
  return {
    status: 206,
    headers: {
      ...reply.headers,
      'content-length': String(range.endBytes - range.startBytes),
      'content-range': `bytes ${range.startBytes}-${range.endBytes - 1}/${object.sizeBytes}`,
    },
  };
}

/** Deleting what is not there succeeds, too. */
export const deleteObject: Operation = async ({ store, request }) => {
  await store.bucket(request.bucket).remove(request.key);
  return noContent;
};
