import type { AccountId, NotificationId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';

// A celebrity's notification has a million acts: their locks are held for some thousands at a time.
export const actsAtOnce = 5_000;

/** One notification of one account. */
export interface Told {
  recipientId: AccountId;
  id: NotificationId;
}

/** Whose acts, or which act, is to be no longer told. */
export type Withdrawn = { actorId: AccountId } | { actId: string };

const forgetActor = `
  delete from notification_acts where recipient_id = $1 and actor_id = $2 returning notification_id as id`;
// What the platform told of a comment, that it was removed, stays.
const forgetAct = `
  delete from notification_acts where recipient_id = $1 and act_id = $2 and act_id <> actor_id
  returning notification_id as id`;

// What is left of each notification is counted anew: withdrawing is rare, and exact whatever was withdrawn.
const recount = `
  with actors as (
     select notification_id as id, actor_id, max(acted_at) as acted_at from notification_acts
      where recipient_id = $1 and notification_id = any($2) group by notification_id, actor_id),
   remaining as (
     select id, count(*)::int as actors_count, (array_agg(actor_id order by acted_at desc))[1:3] as newest_actors
       from actors group by id),
   shrunk as (
     update notifications as n set actors_count = remaining.actors_count, newest_actors = remaining.newest_actors
       from remaining where n.recipient_id = $1 and n.id = remaining.id),
   emptied as (
     delete from notifications where recipient_id = $1 and id = any($2) and id not in (select id from remaining)
     returning read_at)
  update notification_counters
     set unread = unread - (select count(*)::int from emptied where read_at is null)
   where recipient_id = $1 and closed_at is null`;

/** Takes acts out of what a locked recipient was told; a notification that nothing is left of goes. */
export async function withdrawActs(tx: Tx, recipientId: AccountId, withdrawn: Withdrawn): Promise<void> {
  const [forget, id] = 'actorId' in withdrawn ? [forgetActor, withdrawn.actorId] : [forgetAct, withdrawn.actId];
  await recountTouched(tx, recipientId, await rows<Touched>(tx, forget, [recipientId, id]));
}

/** The notification that an act was in; none when it had been taken back. */
export interface Touched {
  id: NotificationId | null;
}

/** Counts anew what is left of notifications of a locked recipient that acts were taken out of. */
export async function recountTouched(tx: Tx, recipientId: AccountId, touched: readonly Touched[]): Promise<void> {
  const ids = new Set(touched.flatMap(({ id }) => id ?? []));
  if (ids.size > 0) await execute(tx, recount, [recipientId, [...ids]]);
}

const close = `
  with closed as (
     update notifications set read_at = $3 where recipient_id = $1 and id = $2 and read_at is null returning id)
  update notification_counters set unread = unread - 1
   where recipient_id = $1 and closed_at is null and exists (select from closed)`;
const forgetSome = `
  delete from notification_acts
   where recipient_id = $1 and (kind, subject_id, act_id) in (
     select kind, subject_id, act_id from notification_acts
      where recipient_id = $1 and notification_id = $2 limit ${actsAtOnce})`;

/**
 * Takes a notification of a locked recipient away with its acts, some of them at a time; false when more are left. It is
 * marked as read first, so that nothing joins it meanwhile.
 */
export async function dissolve(tx: Tx, { recipientId, id }: Told, now: Date): Promise<boolean> {
  await execute(tx, close, [recipientId, id, now]);
  if ((await execute(tx, forgetSome, [recipientId, id])) === actsAtOnce) return false;
  await execute(tx, 'delete from notifications where recipient_id = $1 and id = $2', [recipientId, id]);
  return true;
}

/** Whether something has joined a notification of a locked recipient at an instant or later. */
export async function hasGrown(tx: Tx, { recipientId, id }: Told, at: Date): Promise<boolean> {
  const sql = 'select from notifications where recipient_id = $1 and id = $2 and created_at >= $3';
  return (await rows(tx, sql, [recipientId, id, at])).length > 0;
}
