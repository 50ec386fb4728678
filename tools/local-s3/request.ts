import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.js';

const maxKeyBytes = 1024;

/** The parameters of a query string, decoded, in the order they came. */
export class Query {
  constructor(readonly pairs: readonly (readonly [name: string, value: string])[]) {}

  /** The value of a parameter; given twice it is InvalidArgument, for the signature and the operation must see the same one. */
  get(name: string): string | undefined {
    const values = this.pairs.filter((pair) => pair[0] === name);
    if (values.length > 1) throw new S3Error('InvalidArgument', `${name} is given more than once.`);
    return values[0]?.[1];
  }

  has(name: string): boolean {
    return this.pairs.some((pair) => pair[0] === name);
  }

  /** A whole number ≥ 0 no greater than `max` (a larger one is cut to it), or the fallback. */
  integer(name: string, options: { fallback: number; max: number }): number {
    const text = this.get(name);
    if (text === undefined || text === '') return options.fallback;
    if (!/^\d{1,10}$/.test(text)) throw new S3Error('InvalidArgument', `${name} must be a whole number.`);
    return Math.min(Number(text), options.max);
  }
}

/** One request, with what the path says already read: `bucket` and `key` are '' where the path has none. */
export interface S3Request {
  id: string;
  http: IncomingMessage;
  method: string;
  /** The path, decoded once: what the signature covers. */
  path: string;
  bucket: string;
  key: string;
  query: Query;
  /** A header in lower case; repeated ones are joined by a comma. On presigned URLs `x-amz-…` parameters count as headers. */
  header: (name: string) => string | undefined;
  headerNames: () => string[];
}

// Parameters of the signature itself, as opposed to headers that a presigner moved to the query.
const signatureParameters = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
]);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

function parseQuery(text: string): Query {
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.replaceAll('+', '%20').split('=');
      return [decode(name), decode(value.join('='))] as const;
    });
  return new Query(pairs);
}

function collectHeaders(http: IncomingMessage, query: Query): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(http.headersDistinct)) if (values) headers.set(name, values.join(','));
  if (!query.has('X-Amz-Algorithm')) return headers;
  for (const [name, value] of query.pairs) {
    const lower = name.toLowerCase();
    if (!lower.startsWith('x-amz-') || signatureParameters.has(lower)) continue;
    if (headers.has(lower) && headers.get(lower) !== value) {
      throw new S3Error('InvalidArgument', `${lower} is given twice, in the URL and as a header.`);
    }
    headers.set(lower, value);
  }
  return headers;
}

/** Reads address and headers; throws InvalidURI, KeyTooLongError. */
export function readRequest(http: IncomingMessage): S3Request {
  const target = http.url ?? '/';
  const queryAt = target.indexOf('?');
  const rawPath = queryAt === -1 ? target : target.slice(0, queryAt);
  if (!rawPath.startsWith('/')) throw new S3Error('InvalidURI');
  const path = decode(rawPath);
  const query = parseQuery(queryAt === -1 ? '' : target.slice(queryAt + 1));
  const slashAt = path.indexOf('/', 1);
  const key = slashAt === -1 ? '' : path.slice(slashAt + 1);
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error('KeyTooLongError');
  const headers = collectHeaders(http, query);
  return {
    id: randomBytes(8).toString('hex').toUpperCase(),
    http,
    method: http.method ?? 'GET',
    path,
    bucket: slashAt === -1 ? path.slice(1) : path.slice(1, slashAt),
    key,
    query,
    header: (name) => headers.get(name),
    headerNames: () => [...headers.keys()],
  };
}
