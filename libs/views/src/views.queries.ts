import { Injectable } from '@nestjs/common';
import type { MomentId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { LRUCache } from 'lru-cache';

const viewCounts = statement(
  'views.counts',
  `select moment_id as "momentId", least(views, 2147483647)::int as views
     from moment_view_counters where moment_id = any($1)`,
);

// Views are counted once a second; asking more often tells nothing new, and a popular moment is asked for all the time.
const staleMs = 1_000;

/** Public view counters: exact, up to some seconds late. */
@Injectable()
export class ViewsQueries {
  private readonly counts = new LRUCache<MomentId, number>({ max: 100_000, ttl: staleMs });

  constructor(private readonly database: Database) {}

  /** How often each moment was watched; at most one statement, and none for moments asked for within the last second. */
  async countsOf(momentIds: readonly MomentId[]): Promise<Map<MomentId, number>> {
    const known = new Map<MomentId, number>();
    const asked = new Set<MomentId>();
    for (const momentId of momentIds) {
      const views = this.counts.get(momentId);
      if (views === undefined) asked.add(momentId);
      else known.set(momentId, views);
    }
    if (asked.size === 0) return known;
    const found = await this.database.read<{ momentId: MomentId; views: number }>(viewCounts, [[...asked]]);
    const counted = new Map(found.map(({ momentId, views }) => [momentId, views]));
    for (const momentId of asked) {
      const views = counted.get(momentId) ?? 0;
      this.counts.set(momentId, views);
      known.set(momentId, views);
    }
    return known;
  }
}
