import { Injectable } from '@nestjs/common';
import type { MomentId } from '@moments/kernel';
import { MomentsQueries } from '@moments/moments';
import { LRUCache } from 'lru-cache';

/** How long videos play. That never changes, so it is read once. */
@Injectable()
export class MomentDurations {
  // Without a duration: photos. What has not been found is asked for again.
  private readonly known = new LRUCache<MomentId, { durationMs?: number }>({ max: 100_000 });

  constructor(private readonly moments: MomentsQueries) {}

  /** In milliseconds; photos, and moments that are gone, are left out. */
  async of(momentIds: readonly MomentId[]): Promise<Map<MomentId, number>> {
    const unknown = [...new Set(momentIds)].filter((momentId) => !this.known.has(momentId));
    if (unknown.length > 0) {
      for (const [momentId, { video }] of await this.moments.byIds(unknown)) {
        this.known.set(momentId, { durationMs: video?.durationMs });
      }
    }
    const durations = new Map<MomentId, number>();
    for (const momentId of momentIds) {
      const durationMs = this.known.get(momentId)?.durationMs;
      if (durationMs !== undefined) durations.set(momentId, durationMs);
    }
    return durations;
  }
}
