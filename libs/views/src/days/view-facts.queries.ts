import { Injectable } from '@nestjs/common';
import { type AccountId, type BusinessDay, businessDayOf, Clock } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { OpenDays } from '../analytics/open-days.js';
import type { FactsPage, MomentViewFacts, ViewCorrection } from './view-facts.js';

const facts = `creator_id as "creatorId", moment_id as "momentId", views, qualified, completed, watch_ms as "watchMs"`;

const ofDay = statement(
  'views.facts-of-day',
  `select ${facts} from moment_view_days
    where day = $1 and ($2::uuid is null or (creator_id, moment_id) > ($2, $3::uuid))
    order by creator_id, moment_id limit $4`,
);
const corrections = statement(
  'views.corrections',
  `select seq, day::text as day, cause, ${facts} from view_corrections where seq > $1 order by seq limit $2`,
);
const qualifiedOfClosed = statement(
  'views.qualified-of-closed-days',
  `select creator_id as "creatorId", coalesce(sum(qualified), 0)::float8 as qualified,
          (select max(day)::text from view_days) as "closedUntil"
     from unnest($1::uuid[]) as asked (creator_id)
     left join (select creator_id, qualified from moment_view_days where creator_id = any($1) and day >= $2
                union all
                select creator_id, qualified from view_corrections where creator_id = any($1) and day >= $2) as told
          using (creator_id)
    group by creator_id`,
);

interface QualifiedRow {
  creatorId: AccountId;
  qualified: number;
  /** The last day that is among them; null while none is closed. */
  closedUntil: BusinessDay | null;
}
type FactsRow = Omit<MomentViewFacts, 'watchMs'> & { watchMs: string };
type CorrectionRow = FactsRow & { seq: string; day: BusinessDay; cause: string };

/** What was watched, for whoever pays for it. */
@Injectable()
export class ViewFacts {
  constructor(
    private readonly database: Database,
    private readonly openDays: OpenDays,
    private readonly clock: Clock,
  ) {}

  /** A page of the frozen facts of a closed day in the order of creator and moment; nothing of one that is open. */
  async ofDay(day: BusinessDay, { after, limit }: FactsPage): Promise<MomentViewFacts[]> {
    const parameters = [day, after?.creatorId ?? null, after?.momentId ?? null, limit];
    return (await this.database.read<FactsRow>(ofDay, parameters)).map(toFacts);
  }

  /** Corrections after a number, in the order of their numbers: none comes later under an earlier number. */
  async corrections({ afterSeq, limit }: { afterSeq: bigint; limit: number }): Promise<ViewCorrection[]> {
    const found = await this.database.read<CorrectionRow>(corrections, [afterSeq.toString(), limit]);
    return found.map((row) => ({ ...toFacts(row), seq: BigInt(row.seq), day: row.day, cause: row.cause }));
  }

  /** Qualified views of each creator since the beginning of a day, with corrections; open days as they stand now. */
  async qualifiedSince(creatorIds: readonly AccountId[], from: BusinessDay): Promise<Map<AccountId, number>> {
    // One after the other: a day that is closed meanwhile is in both then, instead of in neither, and counts as closed.
    const open = await this.openDays.ofCreators(creatorIds, { from, to: businessDayOf(this.clock.now()) });
    const closed = await this.database.read<QualifiedRow>(qualifiedOfClosed, [[...new Set(creatorIds)], from]);
    const sums = new Map(closed.map(({ creatorId, qualified }) => [creatorId, qualified]));
    const closedUntil = closed[0]?.closedUntil ?? '';
    for (const { creatorId, qualified, day } of open) {
      if (day > closedUntil) sums.set(creatorId, (sums.get(creatorId) ?? 0) + qualified);
    }
    return sums;
  }
}

const toFacts = ({ creatorId, momentId, views, qualified, completed, watchMs }: FactsRow): MomentViewFacts => ({
  ...{ creatorId, momentId, views, qualified, completed },
  watchMs: BigInt(watchMs),
});
