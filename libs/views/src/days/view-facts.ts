import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';

/** What became of a moment's views on a business day, as far as money is concerned. */
export interface MomentViewFacts {
  creatorId: AccountId;
  momentId: MomentId;
  views: number;
  qualified: number;
  /** Qualified views that were watched to the end. */
  completed: number;
  watchMs: bigint;
}

/** What a closed day turned out to be off by: signed differences. */
export interface ViewCorrection extends MomentViewFacts {
  seq: bigint;
  day: BusinessDay;
  cause: string;
}

/** A day that stands. */
export interface ClosedViewDay {
  day: BusinessDay;
  closedAt: Date;
  /** Moments that were watched, and their qualified views. */
  moments: number;
  qualified: number;
}

/** Where a page of facts goes on. */
export interface FactsPage {
  after?: { creatorId: AccountId; momentId: MomentId };
  limit: number;
}
