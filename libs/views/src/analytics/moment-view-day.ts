import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';

/** What a moment was watched on a business day. Every view is in exactly one of the seven outcomes. */
export interface MomentViewDay {
  momentId: MomentId;
  day: BusinessDay;
  creatorId: AccountId;
  views: number;
  qualified: number;
  own: number;
  promoted: number;
  invalid: number;
  tooShort: number;
  held: number;
  repeated: number;
  /** Qualified views that were watched to the end. */
  completed: number;
  watchMs: bigint;
  viewers: number;
  /** Viewers whose video's length is known, and how many of them saw it up to 5 %, 10 %, … 100 % of it. */
  timed: number;
  retention: readonly number[];
}

/** The same as the statements give it. */
export interface MomentViewDayRow {
  moment_id: MomentId;
  day: BusinessDay;
  creator_id: AccountId;
  views: number;
  qualified: number;
  own: number;
  promoted: number;
  invalid: number;
  too_short: number;
  held: number;
  repeated: number;
  completed: number;
  watch_ms: string;
  viewers: number;
  timed: number;
  retention: number[];
}

export const toMomentViewDay = ({
  moment_id: momentId,
  creator_id: creatorId,
  too_short: tooShort,
  watch_ms: watchMs,
  ...row
}: MomentViewDayRow): MomentViewDay => ({ ...row, momentId, creatorId, tooShort, watchMs: BigInt(watchMs) });
