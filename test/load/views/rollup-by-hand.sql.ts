const needed = 'coalesce(least(event.duration_ms, 5000), 5000)';
const reached = Array.from({ length: 20 }, (_, index) => `count(*) filter (where reached >= ${index + 1})`).join(', ');
const sessions = (condition: string): string => `count(distinct feed_session_id) filter (where ${condition})::int`;

/**
 * A day's views by moment as one would write it for the purpose: one statement that groups by viewer and moment. It takes
 * the day before as it is, without asking who of it had counted on a day before that.
 */
export const rollUpByHand = (day: string): string => `
  create table views_by_hand as
  select moment_id, any_value(creator_id) as creator_id, sum(views)::int as views, sum(qualified)::int as qualified,
         sum(own)::int as own, sum(promoted)::int as promoted, sum(invalid)::int as invalid,
         sum(too_short)::int as too_short, sum(held)::int as held, sum(eligible - qualified)::int as repeated,
         coalesce(sum(completed), 0)::int as completed, sum(watch_ms)::bigint as watch_ms,
         count(*) filter (where views > 0)::int as viewers, count(reached)::int as timed,
         array[${reached}]::int[] as retention
    from (
      select moment_id, viewer_key, any_value(creator_id) as creator_id,
             ${sessions('seen')} as views, max((outcome = 6)::int) as qualified,
             ${sessions('seen and outcome = 0')} as own, ${sessions('seen and outcome = 1')} as promoted,
             ${sessions('seen and outcome = 2')} as invalid, ${sessions('seen and outcome = 3')} as too_short,
             ${sessions('seen and outcome = 4')} as held, ${sessions('outcome >= 5')} as eligible,
             (array_agg((watched_ms >= duration_ms)::int order by served_at, watched_ms >= duration_ms desc)
               filter (where outcome = 6))[1] as completed,
             sum(watched_ms)::bigint as watch_ms,
             max((20 * least(watched_ms, duration_ms)::bigint / nullif(duration_ms, 0))::int) filter (where seen) as reached
        from (
          select event.*, event.watched_ms >= least(1000, ${needed}) as seen,
                 case when event.viewer_id = event.creator_id then 0
                      when event.promoted then 1
                      when judged.verdict = 'invalid' then 2
                      when event.watched_ms < ${needed} then 3
                      when judged.verdict = 'held' then 4
                      when event.served_at < before.counts_from then 5
                      else 6 end as outcome
            from view_events as event
            left join view_judgements as judged
              on judged.day = event.day and judged.moment_id = event.moment_id and judged.event_id = event.id
            left join (
              select moment_id, viewer_key, min(served_at) + interval '24 hours' as counts_from
                from view_events as event
               where day = date '${day}' - 1 and viewer_id is distinct from creator_id and not promoted
                 and watched_ms >= ${needed}
               group by 1, 2) as before
              on before.moment_id = event.moment_id and before.viewer_key = event.viewer_key
           where event.day = date '${day}') as event
       group by moment_id, viewer_key) as viewers
   group by moment_id
  having sum(views) > 0 or sum(watch_ms) > 0`;
