import type { Caller } from '../authenticate.js';
import type { Upload } from '../body.js';
import type { S3Request } from '../request.js';
import type { Store } from '../storage/store.js';

/** What an operation is given. */
export interface Context {
  store: Store;
  request: S3Request;
  caller: Caller;
  upload: Upload;
  region: string;
  now: () => Date;
}

/** What it answers; a stream brings its length in `content-length`. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | AsyncIterable<Buffer>;
}

export type Operation = (context: Context) => Promise<Reply>;

/** An answer of XML. */
export const xmlReply = (body: string, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body,
});

export const noContent: Reply = { status: 204 };
