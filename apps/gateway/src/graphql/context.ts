import type { ViewerContext } from './viewer.js';

/** One per request (or per operation of a socket): who asks, and what the request's loaders have read so far. */
export interface GraphqlContext {
  readonly viewer: ViewerContext;
  readonly request: RequestFacts;
}

/** What resolvers may know of the transport. */
export interface RequestFacts {
  readonly id: string;
  /** Client address, as the trusted proxy tells it. */
  readonly address: string;
  readonly userAgent?: string;
}
