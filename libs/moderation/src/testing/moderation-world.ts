import { type AccountId, type CommentId, type MomentId, newId } from '@moments/kernel';
import { MomentsQueries } from '@moments/moments';
import { execute, Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { AppealsService } from '../appeals/appeals.service.js';
import { CasesQueries } from '../cases/cases.queries.js';
import { ClosingService } from '../closing/closing.service.js';
import { DecisionsService } from '../decisions/decisions.service.js';
import type { Subject } from '../domain/subject.js';
import { ModerationModule } from '../moderation.module.js';
import { ModerationJobsModule } from '../moderation-jobs.module.js';
import { moderationRules, type ModerationRules } from '../moderation.settings.js';
import { ReportsService } from '../reports/reports.service.js';
import { StrikesQueries } from '../strikes/strikes.queries.js';

/** Everything that moderation's own tests work with. */
export interface ModerationWorld extends LibWorld {
  reports: ReportsService;
  decisions: DecisionsService;
  appeals: AppealsService;
  cases: CasesQueries;
  strikes: StrikesQueries;
  closing: ClosingService;
  moments: MomentsQueries;
}

export async function openModerationWorld(): Promise<ModerationWorld> {
  const world = await openLibWorld([ModerationModule, ModerationJobsModule]);
  const { app } = world;
  return {
    ...world,
    reports: app.get(ReportsService),
    decisions: app.get(DecisionsService),
    appeals: app.get(AppealsService),
    cases: app.get(CasesQueries),
    strikes: app.get(StrikesQueries),
    closing: app.get(ClosingService),
    moments: app.get(MomentsQueries),
  };
}

/** Runs `work` under other rules, then goes back to those that the product comes with. */
export async function underRules(
  { app }: LibWorld,
  change: Partial<ModerationRules>,
  work: () => Promise<unknown>,
): Promise<void> {
  const settings = app.get(Settings);
  await settings.set(moderationRules.name, { ...moderationRules.fallback, ...change }, 'test');
  try {
    await work();
  } finally {
    await settings.set(moderationRules.name, moderationRules.fallback, 'test');
  }
}

interface Told {
  event: string;
  payload: Record<string, unknown>;
}

/** What was told to the libs above of something, in order. */
export const toldOf = async ({ database }: LibWorld, id: string): Promise<Told[]> =>
  database.read<Told>(
    {
      name: 'test.told-of',
      text: `select payload->>'event' as event, payload->'payload' as payload from graphile_worker._private_jobs
              where payload->'payload'->>'momentId' = $1 or payload->'payload'->>'accountId' = $1
                 or payload->'payload'->>'commentId' = $1
              order by id`,
    },
    [id],
  );

/** The open case of a subject, as moderators read it. */
export async function openCaseOf({ cases }: ModerationWorld, subject: Subject) {
  const { items } = await cases.queue(newId(), { limit: 1_000 });
  return items.map(({ item }) => item).find((each) => each.subject.id === subject.id);
}

/** Writes a comment, and nothing that is counted or told of it. */
export async function aComment(
  { database, clock }: LibWorld,
  { writerId, momentId, replyToId = null }: { writerId: AccountId; momentId: MomentId; replyToId?: CommentId | null },
): Promise<CommentId> {
  const id = newId<'comment'>();
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into comments (moment_id, id, writer_id, reply_to_id, text, idempotency_key, input_hash, likeness, created_at)
       values ($1, $2, $3, $4, 'hello', ($2::uuid)::text, '', '', $5)`,
      [momentId, id, writerId, replyToId, clock.now()],
    ),
  );
  return id;
}
