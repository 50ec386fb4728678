import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId } from '@moments/kernel';
import { MomentsQueries } from '@moments/moments';
import { LRUCache } from 'lru-cache';

/** What is kept of a moment with every view of it. */
export interface MomentFacts {
  creatorId: AccountId;
  /** In milliseconds; photos have none. */
  durationMs?: number;
}

/** Whose moments are and how long they play. Neither ever changes, so it is read once. */
@Injectable()
export class MomentFactsCache {
  private readonly known = new LRUCache<MomentId, MomentFacts>({ max: 100_000 });

  constructor(private readonly moments: MomentsQueries) {}

  /** Of those that there are. */
  async of(momentIds: Iterable<MomentId>): Promise<ReadonlyMap<MomentId, MomentFacts>> {
    const facts = new Map<MomentId, MomentFacts>();
    const unknown: MomentId[] = [];
    for (const momentId of new Set(momentIds)) {
      const found = this.known.get(momentId);
      if (found) facts.set(momentId, found);
      else unknown.push(momentId);
    }
    if (unknown.length === 0) return facts;
    for (const [momentId, { authorId, video, photos }] of await this.moments.byIds(unknown)) {
      const found = { creatorId: authorId, durationMs: video?.durationMs };
      facts.set(momentId, found);
      // What is not ready yet has no playing time yet.
      if (video ?? photos.length > 0) this.known.set(momentId, found);
    }
    return facts;
  }
}
