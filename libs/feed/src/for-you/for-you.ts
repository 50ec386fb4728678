import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, days } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import type { Candidate } from '../domain/interleave.js';
import { type FeedPosition, lookahead, type Served, takePage } from '../domain/take-page.js';
import { servingSettings } from '../feed.settings.js';
import { readHidden, type Regions } from './candidates.store.js';
import type { FeedList } from './feed-list.js';

// Most viewers find a page in the first stretch; each further one is so many times as long.
const stretchGrowth = 4;
const longestStretch = 500;

export interface ForYouRequest {
  list: FeedList;
  from: FeedPosition;
  count: number;
  viewerId?: AccountId;
  /** Open now: a list may have begun when more were. */
  regions: Regions;
}

/** Goes on through a list for one viewer. */
@Injectable()
export class ForYou {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Up to `count` items, fewer only at the end of all; `undefined` when nobody can stand at `from`. */
  async take({ list, from, count, viewerId, regions }: ForYouRequest): Promise<Served[] | undefined> {
    const { seenDays } = await this.settings.get(servingSettings);
    const seenSince = after(this.clock.now(), -days(seenDays));
    const served: Served[] = [];
    let position = from;
    for (let length = count + lookahead; ; length = Math.min(length * stretchGrowth, longestStretch)) {
      const stretch = await list.stretch(position.next, length);
      if (!stretch) return undefined;
      const others = [...position.waiting.map((place) => list.at(place)), ...stretch.candidates].filter(
        ({ authorId }) => authorId !== viewerId,
      );
      const momentIds = others.map(({ momentId }) => momentId);
      const hidden = await readHidden(this.database, { momentIds, viewerId, seenSince, regions });
      const taken = takePage({
        from: position,
        stretch,
        count: count - served.length,
        candidateAt: (place) => list.at(place),
        mayShow: ({ authorId, momentId }: Candidate) => authorId !== viewerId && !hidden.has(momentId),
      });
      served.push(...taken.served);
      position = taken.position;
      if (served.length === count || stretch.ends) return served;
    }
  }
}
