import { Injectable } from '@nestjs/common';
import { type BusinessDay, businessDayOf, Clock } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { daysDue } from './days-due.js';

/** How far a day has come. Sums in minor units of its currency. */
export interface RewardDayState {
  readonly day: BusinessDay;
  /** `DUE`: over, and its close has not begun. */
  readonly status: 'DUE' | 'COLLECTING' | 'ACCRUING' | 'CLOSED';
  readonly policyVersion?: number;
  readonly currency?: string;
  readonly creators: number;
  readonly lines: number;
  readonly totalMinor: bigint;
  readonly startedAt?: Date;
  readonly closedAt?: Date;
}

const newest = statement(
  'rewards.newest-days',
  `select day::text as day, status, policy_version as "policyVersion", currency, creators, lines, total as "totalMinor",
          started_at as "startedAt", closed_at as "closedAt"
     from reward_days order by day desc limit $1`,
);

/** What is closed and what waits to be. */
@Injectable()
export class RewardDaysQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Days that are over and not closed, the oldest first; with none ever closed, yesterday alone. */
  due(): Promise<BusinessDay[]> {
    return daysDue(this.database, businessDayOf(this.clock.now()));
  }

  /** The newest `limit` days that were begun, and every day that is due, the newest first. */
  async recent(limit: number): Promise<RewardDayState[]> {
    const found = await this.database.read<Omit<RewardDayState, 'totalMinor'> & { totalMinor: string }>(newest, [
      limit,
    ]);
    const begun = found.map((day): RewardDayState => ({ ...day, totalMinor: BigInt(day.totalMinor) }));
    const known = new Set(begun.map(({ day }) => day));
    const waiting = (await this.due())
      .filter((day) => !known.has(day))
      .map((day): RewardDayState => ({ day, status: 'DUE', creators: 0, lines: 0, totalMinor: 0n }));
    return [...waiting.reverse(), ...begun];
  }
}
