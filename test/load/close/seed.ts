import type { BusinessDay } from '@moments/kernel';
import type pg from 'pg';

export type Sql = (text: string) => Promise<pg.QueryResult<Record<string, string>>>;

const columns = `moment_id, id, day, feed_session_id, viewer_id, viewer_key, surface, promoted, watched_ms, loops,
  occurred_at, served_at, recorded_at, creator_id, duration_ms, network_key, feed_position`;

// A UUID that says it is one, the same for the same words.
const idOf = (words: string): string => `overlay(overlay(md5(${words}) placing '4' from 13) placing '8' from 17)::uuid`;

const partitionOf = (day: BusinessDay): string => `view_events_${day.replaceAll('-', '')}`;

/** A day's views of so many moments, ten of each creator; a few have most of the views. Keys are made afterwards. */
export async function seedDay(
  sql: Sql,
  { day, next, views, moments }: { day: BusinessDay; next: BusinessDay; views: number; moments: number },
): Promise<void> {
  const table = partitionOf(day);
  await sql(`create table ${table} (like view_events including defaults including constraints)`);
  await sql(`
    insert into ${table} (${columns})
    select md5('m' || moment)::uuid, gen_random_uuid(), '${day}', md5('s' || (viewer * 3 + n % 3))::uuid,
           md5('v' || viewer)::uuid, md5('v' || viewer)::uuid, 'FOR_YOU', random() < 0.02, (random() ^ 2 * 20000)::int, 0,
           at, at, at, ${idOf(`'c' || moment / 10`)}, 3000 + moment * 7919 % 57000, '\\x0102030405060708', n % 50
      from (select n, case when n <= ${moments} then n - 1 else (${moments - 1} * random() ^ 3)::int end as moment,
                   (random() * ${Math.ceil(views / 7)})::int as viewer,
                   timestamptz '${day} 00:00+03' + random() * interval '23:59:59' as at
              from generate_series(1, ${views}) as n) as drawn`);
  await sql(`alter table view_events attach partition ${table} for values from ('${day}') to ('${next}')`);
  await sql(`vacuum (analyze) ${table}`);
  await sql(`
    insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media, idempotency_key,
                         input_hash, created_at, updated_at, published_at)
    select md5('m' || n)::uuid, ${idOf(`'c' || n / 10`)}, 'RU', 'VIDEO', 'PUBLISHED', '', '{}', true,
           jsonb_build_array(jsonb_build_object('kind', 'video', 'durationMs', 3000 + n * 7919 % 57000)), n::text, '', now(),
           now(), now()
      from generate_series(0, ${moments - 1}) as n`);
  await sql(`
    insert into moment_opener_counters (moment_id, openers, buyers)
    select md5('m' || n)::uuid, n % 90, n % 7 * (n % 90) / 90 from generate_series(0, ${moments - 1}, 3) as n`);
  await sql(`
    insert into monetization_spells (account_id, number, from_day)
    select distinct ${idOf(`'c' || n / 10`)}, 1, date '2020-01-01' from generate_series(0, ${moments - 1}, 10) as n`);
  await sql('analyze');
}
