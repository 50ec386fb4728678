import type { AccountId, BusinessDay, ViewEventId } from '@moments/kernel';
import type { Network } from '../fingerprints.js';
import type { ToldView } from '../domain/plausibility.js';
import type { DeviceId, PlaybackClaims } from '../domain/playback-token.js';
import type { MomentFacts } from './moment-facts.js';

/** Who tells a report, and from where. */
export interface Reporter {
  viewerId?: AccountId;
  deviceId?: DeviceId;
  otherDeviceIds?: readonly DeviceId[];
  network?: Network;
}

/** A view that was told under a good token. */
export interface ViewEvent extends ToldView {
  /** As the app names it. */
  name: string;
  id: ViewEventId;
  /** {@link keyOf} it: asked for several times, and made once. */
  key: string;
  claims: PlaybackClaims;
  /** When the token was issued: what a resend has, too, whenever it comes. */
  day: BusinessDay;
  /** Whom uniqueness is by: the account, else the device that the token was made for, else the feed session. */
  viewerKey: string;
  reporter: Reporter;
  moment?: MomentFacts;
}

/** The primary key: what makes two events the same. */
export const keyOf = ({ id, claims, day }: Pick<ViewEvent, 'id' | 'claims' | 'day'>): string =>
  `${claims.momentId} ${id} ${day}`;
