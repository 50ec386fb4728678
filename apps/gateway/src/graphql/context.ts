import type { Role } from '@moments/identity';
import type { AccountId, SessionId } from '@moments/kernel';
import type { CostReport } from './limits/cost.errors.js';
import type { Locale } from './locale.js';

/** Who asks: an account, or somebody who has not signed in. */
export interface ViewerContext {
  readonly accountId?: AccountId;
  /** Missing, too, when another issuer signed the token: its sessions are not ours. */
  readonly sessionId?: SessionId;
  readonly roles: readonly Role[];
  /** ISO 3166 alpha-2: the account's, or what an anonymous client says. */
  readonly region: string;
  readonly locale: Locale;
}

export interface SignedInViewer extends ViewerContext {
  readonly accountId: AccountId;
}

export const isSignedIn = (viewer: ViewerContext): viewer is SignedInViewer => viewer.accountId !== undefined;

/** One per request (or per operation of a socket): who asks, and what the request's loaders have read so far. */
export interface GraphqlContext {
  readonly viewer: ViewerContext;
  readonly request: RequestFacts;
}

/** What resolvers may know of the transport. */
interface RequestFacts {
  readonly id: string;
  /** Client address, as the trusted proxy tells it. */
  readonly address: string;
  readonly userAgent?: string;
  /** What the app calls the device it runs on. */
  readonly device?: string;
  /** Filled in while the request is served, for its log line and metrics. */
  readonly outcome: Outcome;
}

/** What became of an operation; no variables, nothing personal. */
export interface Outcome {
  /** The client's name for it. */
  operation?: string;
  /** Its root field, `Query.feed`: bounded by the schema, so that it may label metrics. */
  label?: string;
  /** Of the first error. */
  code?: string;
  /** What was charged, or was to be. */
  cost?: CostReport;
}
