import type { BusinessDay, EngagementId } from '@moments/kernel';
import { type Database, execute, statement, type Tx } from '@moments/platform';

/** Comes before every id. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** Those of some statuses whose instant has come, in its order; `(at, id)` of the last one to go on after it. */
const dueBy = (name: string, at: 'due_at' | 'review_due_at' | 'payable_at', statuses: string) =>
  statement(
    `campaigns.${name}`,
    `select id, ${at} as at from engagements
      where status in (${statuses}) and ${at} <= $1
        and (${at}, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::uuid, '${noId}'))
      order by ${at}, id limit $4`,
  );
const dues = [
  dueBy('overdue-engagements', 'due_at', `'ACCEPTED', 'REVISION_REQUESTED'`),
  dueBy('unreviewed-engagements', 'review_due_at', `'SUBMITTED'`),
  dueBy('payable-engagements', 'payable_at', `'APPROVED'`),
];

/**
 * All whose time has come, whatever it was set for, some at a time, the longest due of each kind first. Those who stay due
 * (moderators look at their moment) keep nobody behind them waiting.
 */
export async function* dueEngagements(database: Database, now: Date, limit: number): AsyncGenerator<EngagementId[]> {
  for (const due of dues) {
    for (let last: { id: EngagementId; at: Date } | undefined; ;) {
      const page: { id: EngagementId; at: Date }[] = await database.read(due, [now, last?.at, last?.id, limit]);
      yield page.map(({ id }) => id);
      if (page.length < limit) break;
      last = page.at(-1);
    }
  }
}

const unchecked = statement(
  'campaigns.unchecked-engagements',
  `select id from engagements
    where status = 'APPROVED' and id > $2
      and not exists (select from publication_checks as checks
                       where checks.engagement_id = engagements.id and checks.day = $1)
    order by id limit $3`,
);

/** Approved work that nobody has looked at on this day, in order of the ids. */
export async function uncheckedEngagements(
  database: Database,
  day: BusinessDay,
  page: { after: EngagementId; limit: number },
): Promise<EngagementId[]> {
  return (await database.read<{ id: EngagementId }>(unchecked, [day, page.after, page.limit])).map(({ id }) => id);
}

/** Somebody whose turn it is, and whose time is nearly over. */
export interface DueSoon {
  readonly id: EngagementId;
  readonly dueAt: Date;
  /** Whose turn it is. */
  readonly side: 'SELLER' | 'CREATOR';
}

const dueSoon = statement(
  'campaigns.engagements-due-soon',
  `select id, turn.due_at as "dueAt", turn.side from (
     select id, due_at, 'CREATOR' as side from engagements
      where status in ('ACCEPTED', 'REVISION_REQUESTED') and due_at > $1 and due_at <= $2
     union all
     select id, review_due_at, 'SELLER' from engagements
      where status = 'SUBMITTED' and review_due_at > $1 and review_due_at <= $2) as turn
    where not exists (select from engagement_reminders as reminders
                       where reminders.engagement_id = turn.id and reminders.due_at = turn.due_at)
    order by turn.due_at, id limit $3`,
);

/** Those who were not reminded yet of what is due between two instants. */
export function engagementsDueSoon(
  database: Database,
  { from, until, limit }: { from: Date; until: Date; limit: number },
): Promise<DueSoon[]> {
  return database.read<DueSoon>(dueSoon, [from, until, limit]);
}

/** Keeps that somebody is reminded; false when they were already. */
export async function keepReminder(tx: Tx, { id, dueAt }: DueSoon, now: Date): Promise<boolean> {
  const kept = await execute(
    tx,
    `insert into engagement_reminders (engagement_id, due_at, reminded_at) values ($1, $2, $3) on conflict do nothing`,
    [id, dueAt, now],
  );
  return kept === 1;
}

const commissionOver = statement(
  'campaigns.commission-over',
  `select id from campaigns
    where commission_ended_at is null and status in ('DECIDED', 'CANCELLED')
      and not exists (select from engagements
                       where campaign_id = campaigns.id
                         and status in ('ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED', 'APPROVED', 'DISPUTED'))
      and not exists (select from engagements
                       where campaign_id = campaigns.id and coalesce(payable_at, approved_at) > $1)
    order by id limit $2`,
);

/** Ended campaigns in which nobody's commission can be confirmed any more. */
export async function campaignsWithoutCommission<Id>(database: Database, before: Date, limit: number): Promise<Id[]> {
  return (await database.read<{ id: Id }>(commissionOver, [before, limit])).map(({ id }) => id);
}
