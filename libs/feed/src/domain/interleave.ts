import type { AccountId, MomentId } from '@moments/kernel';

/** A moment that may be shown, and whose it is. */
export interface Candidate {
  momentId: MomentId;
  authorId: AccountId;
}

/** Newest and most popular in turns, the newest first; what is in both stands where it comes first. */
export function interleave(fresh: readonly Candidate[], popular: readonly Candidate[]): Candidate[] {
  const mixed = new Map<MomentId, Candidate>();
  for (let rank = 0; rank < Math.max(fresh.length, popular.length); rank += 1) {
    for (const candidate of [fresh[rank], popular[rank]]) {
      if (candidate && !mixed.has(candidate.momentId)) mixed.set(candidate.momentId, candidate);
    }
  }
  return [...mixed.values()];
}
