import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import { type AccountId, type BusinessDay, Clock, type MomentId, parseInput, toGlobalId } from '@moments/kernel';
import { Database, execute, Jobs, statement } from '@moments/platform';
import { z } from 'zod';
import { reviseDay } from './revise-day.job.js';

/** How many views of a moment were judged for one reason. */
export interface JudgedForRule {
  verdict: 'invalid' | 'held';
  rule: string;
  views: number;
  /** Of the view that was judged last: every rule that spoke, what it saw and its thresholds. */
  example: object;
}

const explain = statement(
  'views.explain-judgements',
  `select verdict, rule, count(*)::int as views, (array_agg(explanation order by judged_at desc, event_id))[1] as example
     from view_judgements where day = $1 and moment_id = $2 group by verdict, rule order by count(*) desc, rule`,
);

const decisionSchema = z.object({
  decision: z.enum(['release', 'invalidate']),
  note: z.string().trim().min(1).max(1_000),
});

/** What an operator decides of the held views of a moment on a day. */
export type HeldViewsDecision = z.input<typeof decisionSchema> & {
  momentId: MomentId;
  day: BusinessDay;
  /** Null from the command line. */
  by: AccountId | null;
};

const decided = { release: 'held_views.released', invalidate: 'held_views.invalidated' } as const;

/** Why views do not count, and an operator's last word about those that are held. */
@Injectable()
export class ViewVerdicts {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Judged views of a moment on a day by verdict and rule. */
  explain(momentId: MomentId, day: BusinessDay): Promise<JudgedForRule[]> {
    return this.database.read<JudgedForRule>(explain, [day, momentId]);
  }

  /**
   * Decides for the views that are held, now or later, of a moment on a day; a later decision takes the place of an
   * earlier one. Audited; the day is judged and counted anew soon after. Throws `InvalidInput`.
   */
  async decide({ momentId, day, by, ...input }: HeldViewsDecision): Promise<void> {
    const { decision, note } = parseInput(decisionSchema, input);
    await this.database.transaction(async (tx) => {
      await execute(
        tx,
        `insert into view_decisions (day, moment_id, decision, note, decided_at) values ($1, $2, $3, $4, $5)
         on conflict (day, moment_id) do update
           set decision = excluded.decision, note = excluded.note, decided_at = excluded.decided_at`,
        [day, momentId, decision, note, this.clock.now()],
      );
      const subject = toGlobalId('moment', momentId);
      await this.audit.record(tx, { actor: by, action: decided[decision], subject, details: { day, note } });
      await this.jobs.enqueue(tx, reviseDay, { day }, { key: `views:revise:${day}` });
    });
  }
}
