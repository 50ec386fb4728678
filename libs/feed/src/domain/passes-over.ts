import type { AccountId, MomentId } from '@moments/kernel';
import { createHash } from 'node:crypto';

/**
 * Whether a moment of an author who weighs less for this viewer is passed over: all but a share of `weight` (0..1) of such
 * moments are. The same answer every time, so a session never finds one again that it has passed; and whatever is served
 * at some weight is served at every greater one.
 */
export function passesOver(
  { viewerId, momentId }: { viewerId: AccountId; momentId: MomentId },
  weight: number,
): boolean {
  const place = createHash('sha256').update(`${viewerId}:${momentId}`).digest().readUInt32BE(0) / 2 ** 32;
  return place >= weight;
}
