import { onceWithinMs, viewOutcomes, type ViewOutcome } from '../domain/qualify.js';

/*
 * The statements that count views for money. They are the same rules as `qualify` of domain/qualify.ts, which says them
 * for one viewer and moment; a property test holds the two together over any events. Ten million views of a day are
 * counted where they lie.
 *
 * Nobody counts twice in a business day, as it is no longer than the 24 hours: a day is counted from its own events and
 * from who of the day before came back (`returning_viewers`). That lets days be counted one by one.
 */

/** Places of the parameters that every statement here begins with. */
const rulePlaces = { minWatchMs: '$1', minStillMs: '$2', seenAfterMs: '$3' } as const;

/** Which events are looked at: all, or those of some moments. */
type Scope = 'all' | 'moments';

interface Source {
  /** An expression of type date. */
  day: string;
  scope: Scope;
  /** Place of the ids that the scope is about. */
  ids: string;
  /** Who came back on that day: a table or CTE with the columns moment_id, viewer_key, counts_from. */
  returning: string;
}

// Numbers are compared quicker than names; they are in the order of how far a view came.
const numberOf = (outcome: ViewOutcome): number => viewOutcomes.indexOf(outcome);

const needed = `coalesce(least(event.duration_ms, ${rulePlaces.minWatchMs}::int), ${rulePlaces.minStillMs}::int)`;

const outcome = `
  case when event.viewer_id = event.creator_id then ${numberOf('OWN')}
       when event.promoted then ${numberOf('PROMOTED')}
       when judged.verdict = 'invalid' then ${numberOf('INVALID')}
       when event.watched_ms < ${needed} then ${numberOf('TOO_SHORT')}
       when judged.verdict = 'held' then ${numberOf('HELD')}
       when event.served_at < back.counts_from then ${numberOf('REPEATED')}
       else ${numberOf('QUALIFIED')} end`;

const within = (event: string, { scope, ids }: Pick<Source, 'scope' | 'ids'>): string =>
  scope === 'all' ? '' : `and ${event}.moment_id = any(${ids}::uuid[])`;

/** Events with their outcome by everything but what else the viewer watched on that day. */
const events = ({ day, returning, ...scope }: Source, columns: string): string => `
  select event.moment_id, event.viewer_key, ${columns}, ${outcome} as outcome
    from view_events as event
    left join view_judgements as judged
      on judged.day = ${day} and judged.moment_id = event.moment_id and judged.event_id = event.id
    left join ${returning} as back
      on back.moment_id = event.moment_id and back.viewer_key = event.viewer_key
   where event.day = ${day} and event.creator_id is not null ${within('event', scope)}`;

/**
 * Who had a qualified view on a day and came back on the next, and from when on they count there. `previous` is the day
 * before `day`, with who came back on it.
 */
export const returningInto = (day: string, previous: Source): string => `
  select moment_id, viewer_key,
         min(served_at) filter (where outcome = ${numberOf('QUALIFIED')})
           + interval '${onceWithinMs} milliseconds' as counts_from
    from (${events(previous, 'event.served_at')}
            and exists (select from view_events as later
                         where later.day = ${day} and later.moment_id = event.moment_id
                           and later.viewer_key = event.viewer_key ${within('later', previous)})) as again
   group by moment_id, viewer_key
  having bool_or(outcome = ${numberOf('QUALIFIED')})`;

/** Parts of the playing time that retention is told by. */
const retentionParts = 20;

const reached = `(${retentionParts} * least(longest_ms, duration_ms)::bigint / nullif(duration_ms, 0))::int`;
const parts = Array.from({ length: retentionParts }, (_, index) => index + 1);
const counted = (name: ViewOutcome): string => `sum(outcome_${numberOf(name)})::int`;

/*
 * From events to what one viewer watched in one feed session, to viewers, to moments: all three groupings are in one
 * order, so there is one sort.
 */
export const rollUp = (source: Source): string => `
  select moment_id,
         any_value(creator_id) as creator_id,
         sum(views)::int as views,
         count(*) filter (where qualifies)::int as qualified,
         ${counted('OWN')} as own,
         ${counted('PROMOTED')} as promoted,
         ${counted('INVALID')} as invalid,
         ${counted('TOO_SHORT')} as too_short,
         ${counted('HELD')} as held,
         (sum(eligible) - count(*) filter (where qualifies))::int as repeated,
         count(*) filter (where completes)::int as completed,
         sum(watch_ms)::bigint as watch_ms,
         count(*) filter (where views > 0)::int as viewers,
         count(reached)::int as timed,
         array[${parts.map((part) => `count(*) filter (where reached >= ${part})`).join(', ')}]::int[] as retention
    from (
      select moment_id, viewer_key,
             any_value(creator_id) as creator_id,
             count(*) filter (where seen)::int as views,
             ${(['OWN', 'PROMOTED', 'INVALID', 'TOO_SHORT', 'HELD'] as const)
               .map(numberOf)
               .map((number) => `count(*) filter (where seen and outcome = ${number})::int as outcome_${number}`)
               .join(', ')},
             count(*) filter (where outcome >= ${numberOf('REPEATED')})::int as eligible,
             bool_or(outcome = ${numberOf('QUALIFIED')}) as qualifies,
             coalesce(min(ended_at) <= coalesce(min(left_at), 'infinity'), false) as completes,
             sum(watch_ms)::bigint as watch_ms,
             max(${reached}) filter (where seen) as reached
        from (
          select moment_id, viewer_key, feed_session_id,
                 any_value(creator_id) as creator_id,
                 max(outcome) as outcome,
                 bool_or(seen) as seen,
                 sum(watched_ms) as watch_ms,
                 max(watched_ms) as longest_ms,
                 max(duration_ms) as duration_ms,
                 min(served_at) filter (
                   where outcome = ${numberOf('QUALIFIED')} and watched_ms >= duration_ms) as ended_at,
                 min(served_at) filter (
                   where outcome = ${numberOf('QUALIFIED')} and (watched_ms >= duration_ms) is not true) as left_at
            from (${events(
              source,
              `event.feed_session_id, event.creator_id, event.served_at, event.watched_ms, event.duration_ms,
               event.watched_ms >= least(${rulePlaces.seenAfterMs}::int, ${needed}) as seen`,
            )}) as told
           group by moment_id, viewer_key, feed_session_id) as watched
       group by moment_id, viewer_key) as viewers
   group by moment_id
  having sum(views) > 0 or sum(watch_ms) > 0`;
