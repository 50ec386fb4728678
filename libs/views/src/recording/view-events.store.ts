import type { AccountId, MomentId, ViewEventId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import type { PlaybackClaims } from '../domain/playback-token.js';
import type { ToldView } from '../domain/judge-view.js';

/** A believed view, ready to be stored. */
export interface ViewEvent extends ToldView {
  id: ViewEventId;
  claims: PlaybackClaims;
  /** Day of the partition, `2026-11-22`: when the token was issued (UTC). */
  servedOn: string;
  seen: boolean;
  /** How long this moment has to be watched to be seen. */
  seenAfterMs: number;
}

/*
 * One statement: the events that are new, what they make the viewer have seen, and what there is to count. Events go in
 * in the order of their key: two devices that send the same ones at once wait for each other instead of deadlocking.
 * A feed session counts a moment once, by its first event that has seen it: else one token would make views without end.
 */
const insertNew = `
  with told as (
    select * from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[], $7::text[], $8::boolean[], $9::int[],
                         $10::int[], $11::int[], $12::timestamptz[], $13::boolean[], $14::int[])
      as told (moment_id, id, served_on, feed_session_id, surface, promoted, watched_ms,
               position_ms, loops, occurred_at, seen, seen_after_ms)
  ), added as (
    insert into view_events (moment_id, id, served_on, feed_session_id, viewer_id, surface, promoted, watched_ms,
                             position_ms, loops, occurred_at, recorded_at)
    select moment_id, id, served_on, feed_session_id, $1::uuid, surface, promoted, watched_ms,
           position_ms, loops, occurred_at, $2
      from told order by moment_id, id, served_on
    on conflict do nothing
    returning moment_id, id, served_on
  ), seen as (
    insert into watched_moments as watched (viewer_id, moment_id, last_watched_at)
    select $1::uuid, moment_id, max(occurred_at)
      from added join told using (moment_id, id, served_on)
     where told.seen and $1::uuid is not null
     group by moment_id order by moment_id
    on conflict (viewer_id, moment_id) do update
      set last_watched_at = excluded.last_watched_at
      where watched.last_watched_at < excluded.last_watched_at
  ), first_seen as (
    select distinct told.feed_session_id, moment_id
      from added join told using (moment_id, id, served_on)
     where told.seen
       and not exists (select from view_events as earlier
                        where earlier.feed_session_id = told.feed_session_id and earlier.moment_id = told.moment_id
                          and earlier.watched_ms >= told.seen_after_ms)
  ), uncounted as (
    insert into uncounted_views (moment_ids) select array_agg(moment_id) from first_seen having count(*) > 0
  )
  select count(*)::int as accepted from added`;

/*
 * Reports of one feed session come one after the other, so that the next one's statement finds what this one has stored.
 * The locks are taken in one order and before any row's, so nobody deadlocks over them.
 */
const lockSessions = `
  select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended('views:' || id, 0) as key from unnest($1::text[]) as id order by key) as keys`;

/** Stores what is new of a viewer's events and gives how many that were. */
export async function insertViewEvents(
  tx: Tx,
  events: readonly ViewEvent[],
  { viewerId, now }: { viewerId?: AccountId; now: Date },
): Promise<number> {
  const column = <Value>(value: (event: ViewEvent) => Value): Value[] => events.map(value);
  await rows(tx, lockSessions, [column(({ claims }) => claims.feedSessionId)]);
  const [result] = await rows<{ accepted: number }>(tx, insertNew, [
    viewerId ?? null,
    now,
    column(({ claims }): MomentId => claims.momentId),
    column(({ id }) => id),
    column(({ servedOn }) => servedOn),
    column(({ claims }) => claims.feedSessionId),
    column(({ claims }) => claims.surface),
    column(({ claims }) => claims.promoted),
    column(({ watchedMs }) => watchedMs),
    column(({ positionMs }) => positionMs ?? null),
    column(({ loops }) => loops),
    column(({ occurredAt }) => occurredAt),
    column(({ seen }) => seen),
    column(({ seenAfterMs }) => seenAfterMs),
  ]);
  return result?.accepted ?? 0;
}
