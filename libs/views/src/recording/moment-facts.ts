import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId } from '@moments/kernel';
import { MomentsQueries } from '@moments/moments';

/** What is kept of a moment with every view of it. */
export interface MomentFacts {
  creatorId: AccountId;
  /** In milliseconds; photos have none. */
  durationMs?: number;
}

const mostOfGeneration = 100_000;

/** Whose moments are and how long they play. Neither ever changes, so it is read once. */
@Injectable()
export class MomentFactsCache {
  // Two generations: looked up for every view, so that keeping an order of use would cost more than it saves.
  private young = new Map<MomentId, MomentFacts>();
  private old = new Map<MomentId, MomentFacts>();

  constructor(private readonly moments: MomentsQueries) {}

  /** Of those that there are. */
  async of(momentIds: Iterable<MomentId>): Promise<ReadonlyMap<MomentId, MomentFacts>> {
    const facts = new Map<MomentId, MomentFacts>();
    const unknown: MomentId[] = [];
    for (const momentId of momentIds) {
      const found = this.young.get(momentId) ?? this.old.get(momentId);
      if (found) facts.set(momentId, found);
      else unknown.push(momentId);
    }
    if (unknown.length === 0) return facts;
    for (const [momentId, { authorId, video, photos }] of await this.moments.byIds([...new Set(unknown)])) {
      const found = { creatorId: authorId, durationMs: video?.durationMs };
      facts.set(momentId, found);
      // What is not ready yet has no playing time yet.
      if (video ?? photos.length > 0) this.keep(momentId, found);
    }
    return facts;
  }

  private keep(momentId: MomentId, facts: MomentFacts): void {
    if (this.young.size >= mostOfGeneration) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(momentId, facts);
  }
}
