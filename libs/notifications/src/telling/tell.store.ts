import { newId, type NotificationId } from '@moments/kernel';
import { rows, statement, type Tx } from '@moments/platform';
import { blockedBetween, commentStands, joinRoot } from '@moments/social';
import { type Act, momentOf } from '../domain/act.js';
import { rulesOf } from '../domain/kinds.js';

/*
 * Reads other libs' tables (never writes them): one statement asks everything, and holds the account, the moment and the
 * comments as they are until the transaction ends. Whoever removes one of them waits, and finds what was written here.
 */
const wanted = statement(
  'notifications.wanted',
  `with actor as (select id from accounts where id = $3 and status <> 'deleted' for share),
        moment as (
     select id from moments where id = $5 and status = $6 and not ${blockedBetween('$1::uuid', 'author_id')} for share),
        comment as (
     select comments.id from comments ${joinRoot}
      where comments.id = any($7::uuid[]) and ${commentStands('$1::uuid')} for share of comments)
   select coalesce((select enabled from notification_settings where account_id = $1 and kind = $2), $4::boolean)
          and ($5::uuid is null or exists (select from moment))
          and (select count(*) from comment) = cardinality($7::uuid[])
          and ($3::uuid is null
               or (exists (select from actor)
                   and not ${blockedBetween('$1::uuid', '$3::uuid')}
                   and not exists (select from mutes where muter_id = $1 and muted_id = $3))) as wanted`,
);

/**
 * Whether the recipient wants to hear of the act, from that actor, and everything that it is about still stands and is
 * not hidden from them by a block.
 */
export async function isWanted(tx: Tx, act: Act): Promise<boolean> {
  const { enabledAtFirst, moment } = rulesOf(act.kind);
  const [found] = await rows<{ wanted: boolean }>(tx, wanted, [
    act.recipientId,
    act.kind,
    act.actorId ?? null,
    enabledAtFirst,
    momentOf(act),
    moment ?? null,
    act.commentIds ?? [],
  ]);
  return found?.wanted ?? false;
}

const add = statement(
  'notifications.add',
  `with joined as (
     select id from notifications
      where $9 and recipient_id = $1 and kind = $2 and subject_id = $3 and read_at is null
      order by created_at desc limit 1),
   -- Already counted in that notification, by another act: a second comment of one person.
   counted as (
     select from notification_acts
      where actor_id = $5 and recipient_id = $1 and notification_id = (select id from joined) limit 1),
   act as (
     insert into notification_acts (recipient_id, kind, subject_id, act_id, actor_id, notification_id, acted_at)
     values ($1, $2, $3, $4, $5, coalesce((select id from joined), $6), $7)
     on conflict do nothing returning notification_id as id),
   grown as (
     update notifications as n
        set actors_count = n.actors_count + case when exists (select from counted) then 0 else 1 end,
            newest_actors = (array_prepend($5, array_remove(n.newest_actors, $5)))[1:3],
            created_at = $7
       from act where n.recipient_id = $1 and n.id = act.id and act.id = (select id from joined)),
   made as (
     insert into notifications
            (recipient_id, id, kind, subject_id, moment_id, actors_count, newest_actors, details, created_at)
     select $1, act.id, $2, $3, $8, cardinality(actors), actors, $10::jsonb, $7
       from act, (select array_remove(array[$5::uuid], null) as actors) as acting
      where not exists (select from joined)
     returning id)
   update notification_counters
      set unread = unread + (select count(*)::int from made), last_at = $7
    where recipient_id = $1 and exists (select from act)
   returning (select id from act) as id`,
);

/**
 * Writes the act once: into the unread notification of its group, or into one of its own. `at` must be later than
 * everything that the recipient was told before. `undefined` when the act was told already.
 */
export async function addAct(tx: Tx, act: Act, at: Date): Promise<NotificationId | undefined> {
  const { kind, recipientId, subjectId, actorId, actId = actorId, details } = act;
  if (actId === undefined) throw new Error(`an act of kind ${kind} without an actor needs an id`);
  const [added] = await rows<{ id: NotificationId }>(tx, add, [
    ...[recipientId, kind, subjectId, actId, actorId ?? null, newId<'notification'>(), at],
    ...[momentOf(act), rulesOf(kind).grouped, details ? JSON.stringify(details) : null],
  ]);
  return added?.id;
}
