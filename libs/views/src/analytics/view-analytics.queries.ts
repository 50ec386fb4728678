import { Injectable } from '@nestjs/common';
import type { BusinessDay, MomentId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { DayRange } from './day-range.js';
import { type MomentViewDay, type MomentViewDayRow, toMomentViewDay } from './moment-view-day.js';
import { OpenDays } from './open-days.js';

const counts = [
  ...['views', 'qualified', 'own', 'promoted', 'invalid', 'too_short', 'held', 'repeated', 'completed'],
  ...['viewers', 'timed'],
];
const columns = `moment_id, day, creator_id, ${counts.join(', ')}, watch_ms, retention`;

// What was frozen and its corrections are one.
const ofClosedDays = statement(
  'views.analytics-of-closed-days',
  `select moment_id, day::text as day, any_value(creator_id) as creator_id,
          ${counts.map((name) => `sum(${name})::int as ${name}`).join(', ')},
          sum(watch_ms)::bigint as watch_ms, views_sum(retention) as retention
     from (select ${columns} from moment_view_days where moment_id = any($1) and day between $2 and $3
           union all
           select ${columns} from view_corrections where moment_id = any($1) and day between $2 and $3) as told
    group by moment_id, day order by moment_id, day`,
);

/** How moments were watched, for those who made them. */
@Injectable()
export class ViewAnalytics {
  constructor(
    private readonly database: Database,
    private readonly openDays: OpenDays,
  ) {}

  /** Of each moment, the days on which it was watched, in their order; open days as they stand now. */
  async ofMoments(momentIds: readonly MomentId[], range: DayRange): Promise<Map<MomentId, MomentViewDay[]>> {
    // One after the other: a day that is closed meanwhile would else be in neither, open no more and not yet closed.
    const open = await this.openDays.ofMoments(momentIds, range);
    const frozen = await this.database.read<MomentViewDayRow>(ofClosedDays, [momentIds, range.from, range.to]);
    const days = new Map<MomentId, Map<BusinessDay, MomentViewDay>>(momentIds.map((id) => [id, new Map()]));
    // It is in both then: what was frozen is told.
    for (const day of [...open, ...frozen.map(toMomentViewDay)]) days.get(day.momentId)?.set(day.day, day);
    return new Map([...days].map(([id, ofEach]) => [id, [...ofEach.values()].toSorted(byDay)]));
  }
}

const byDay = (one: MomentViewDay, other: MomentViewDay): number => (one.day < other.day ? -1 : 1);
