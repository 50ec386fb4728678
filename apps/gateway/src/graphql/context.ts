import type { Role } from '@moments/identity';
import type { AccountId, SessionId } from '@moments/kernel';
import type { Locale } from './locale.js';

/** Who asks: an account, or somebody who has not signed in. */
export interface ViewerContext {
  readonly accountId?: AccountId;
  readonly sessionId?: SessionId;
  readonly roles: readonly Role[];
  /** ISO 3166 alpha-2: the account's, or what an anonymous client says. */
  readonly region: string;
  readonly locale: Locale;
}

export interface SignedInViewer extends ViewerContext {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
}

export const isSignedIn = (viewer: ViewerContext): viewer is SignedInViewer => viewer.accountId !== undefined;

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
