import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, days, type MomentId } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import type { Candidate } from '../domain/interleave.js';
import { passesOver } from '../domain/passes-over.js';
import { type FeedPosition, lookahead, type Served, takePage } from '../domain/take-page.js';
import { notInterestedSettings, servingSettings } from '../feed.settings.js';
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

export interface ForYouTaken {
  served: Served[];
  /** Where to go on when this request has looked far enough before it was full; missing when it is full, or at the end. */
  goesOnAt?: FeedPosition;
}

/** Goes on through a list for one viewer. */
@Injectable()
export class ForYou {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Up to `count` items, fewer at the end of all or with `goesOnAt`; `undefined` when nobody can stand at `from`. However
   * much a viewer has watched, one request takes a bounded number of statements.
   */
  async take({ list, from, count, viewerId, regions }: ForYouRequest): Promise<ForYouTaken | undefined> {
    const { looksPerRequest } = await this.settings.get(servingSettings);
    const served: Served[] = [];
    let position = from;
    let length = count + lookahead;
    for (let looks = 0; looks < looksPerRequest; looks += 1) {
      const stretch = await list.stretch(position.next, length);
      if (!stretch) return undefined;
      const others = [...position.waiting.map((place) => list.at(place)), ...stretch.candidates].filter(
        ({ authorId }) => authorId !== viewerId,
      );
      const momentIds = others.map(({ momentId }) => momentId);
      const hidden = await this.hidden(momentIds, { viewerId, regions });
      const taken = takePage({
        from: position,
        stretch,
        count: count - served.length,
        candidateAt: (place) => list.at(place),
        mayShow: ({ authorId, momentId }: Candidate) => authorId !== viewerId && !hidden.has(momentId),
      });
      served.push(...taken.served);
      position = taken.position;
      if (served.length === count || stretch.ends) return { served };
      length = Math.min(length * stretchGrowth, longestStretch);
    }
    return { served, goesOnAt: position };
  }

  /** What this viewer must not be shown now, whenever their session began. */
  private async hidden(
    momentIds: readonly MomentId[],
    { viewerId, regions }: Pick<ForYouRequest, 'viewerId' | 'regions'>,
  ): Promise<Set<MomentId>> {
    const { seenDays } = await this.settings.get(servingSettings);
    const { authorDays, authorWeight } = await this.settings.get(notInterestedSettings);
    const now = this.clock.now();
    const found = await readHidden(this.database, {
      momentIds,
      viewerId,
      seenSince: after(now, -days(seenDays)),
      lessenedSince: after(now, -days(authorDays)),
      regions,
    });
    const gone = found.filter(
      ({ momentId, hidden }) => hidden || (viewerId && passesOver({ viewerId, momentId }, authorWeight)),
    );
    return new Set(gone.map(({ momentId }) => momentId));
  }
}
