import { randomUUID } from 'node:crypto';

export const actors = ['anonymous', 'self', 'subscriber', 'blocked', 'moderator'] as const;
export type Actor = (typeof actors)[number];
export type Outcomes = Record<Actor, string>;

/** What a mutation is done with: all of it self's but for the comment, which the subscriber wrote under self's moment. */
export interface Scene {
  profileId: string;
  momentId: string;
  /** Of a product that the moment shows. */
  productId: string;
  /** What `viewer` is served the moment with. */
  playbackToken: (viewer: Actor) => Promise<string>;
  commentId: () => Promise<string>;
  rejectedMomentId: () => Promise<string>;
  caseId: () => Promise<string>;
  uploadId: () => Promise<string>;
}

export interface Row {
  /** The mutation with its arguments, without its selection. */
  call: (scene: Scene, as: Actor) => string | Promise<string>;
  outcomes: Outcomes;
}

export const of = (signedIn: string, others: Partial<Outcomes> = {}): Outcomes => ({
  anonymous: 'UNAUTHENTICATED',
  self: signedIn,
  subscriber: signedIn,
  blocked: signedIn,
  moderator: signedIn,
  ...others,
});
/** What everybody who is signed in does with their own. */
export const oneself = of('done');
/** What one does with another's: whoever is blocked finds nothing there. */
export const withAnother = of('done', { blocked: 'NOT_FOUND' });
/** What one does with another's, and not with oneself. */
export const notOneself = { ...withAnother, self: 'INVALID_INPUT' };
/** What only the owner does; for everybody else it is not there. */
export const ownerOnly = of('NOT_FOUND', { self: 'done' });
export const anybody = (outcome: string): Outcomes => of(outcome, { anonymous: outcome });

export const nothing = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;
export const key = (): string => `idempotencyKey: "${randomUUID()}"`;
