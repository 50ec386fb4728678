import type { Id } from '@moments/kernel';
import { withClient } from '../../../tools/stack/postgres.js';

const sizes = { accounts: 2_000, moments: 20_000, likes: 200_000, follows: 200_000 };

// Ids that can be computed again: the n-th account, the n-th moment. Valid UUIDs of version 7.
const kinds = { account: 'acc0', moment: '3030' } as const;
const idOf = (kind: keyof typeof kinds, n: string): string =>
  `('${kinds[kind]}0000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The n-th account or moment (from 1) as SQL over an expression of an integer. */
export const account = (n: string): string => idOf('account', n);
export const moment = (n: string): string => idOf('moment', n);

/** The same id as text. */
export const seededId = <Kind extends keyof typeof kinds>(kind: Kind, n: number): Id<Kind> =>
  `${kinds[kind]}0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as Id<Kind>;

// Spreads draws over a range without `random()`, so that every run fills the same database.
const draw = (n: string, salt: number, range: number): string =>
  `(abs(hashint8(${n}::bigint * 7919 + ${salt})::bigint) % ${range})`;

const image = (base: string): string => `jsonb_build_object(
  'base', ${base}, 'width', 1080, 'height', 1920, 'thumbhash', '3OcRJYB4d3h/iIeHeEh3eIhw+j2w',
  'variants', (select jsonb_agg(jsonb_build_object('format', format, 'width', width, 'height', width * 16 / 9,
                 'file', 'poster-' || width || '.' || lower(format)))
                from unnest(array['AVIF', 'WEBP', 'JPEG']) format, unnest(array[320, 640, 1080]) width))`;

const video = `jsonb_build_array(jsonb_build_object(
  'kind', 'video', 'base', id::text || '/1', 'playlist', 'master.m3u8', 'preview', 'preview.webp',
  'poster', ${image("id::text || '/1'")}, 'durationMs', 12000 + n % 20000, 'width', 1080, 'height', 1920, 'hasAudio', true,
  'renditions', jsonb_build_array(
    jsonb_build_object('width', 1080, 'height', 1920, 'bitrate', 5200000, 'codec', 'avc1.640028,mp4a.40.2'),
    jsonb_build_object('width', 720, 'height', 1280, 'bitrate', 2800000, 'codec', 'avc1.64001f,mp4a.40.2'),
    jsonb_build_object('width', 480, 'height', 854, 'bitrate', 1400000, 'codec', 'avc1.64001f,mp4a.40.2'),
    jsonb_build_object('width', 360, 'height', 640, 'bitrate', 800000, 'codec', 'avc1.64001e,mp4a.40.2'))))`;

const statements = [
  `insert into accounts (id, email, region, status, created_at, status_changed_at)
   select ${account('n')}, 'seed' || n || '@example.com', 'RU', 'active', now(), now() from generate_series(1, ${sizes.accounts}) n`,
  `insert into profiles (id, handle, display_name, bio, created_at)
   select ${account('n')}, 'seed.' || n, 'Seed ' || n, 'One of many', now() from generate_series(1, ${sizes.accounts}) n`,
  `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media, idempotency_key, input_hash, created_at, updated_at, published_at)
   select id, ${account(`1 + ${draw('n', 1, sizes.accounts)}`)}, 'RU', 'VIDEO', 'PUBLISHED',
          'A caption of ordinary length about what is seen here #daily #calm', array['daily', 'calm'], true, ${video},
          n::text, 'seed', at, at, at
     from (select n, ${moment('n')} as id, now() - n * interval '2 minutes' as at from generate_series(1, ${sizes.moments}) n) drawn`,
  `insert into likes (moment_id, account_id, created_at)
   select ${moment(`1 + ${draw('n', 2, sizes.moments)}`)}, ${account(`1 + ${draw('n', 3, sizes.accounts)}`)}, now()
     from generate_series(1, ${sizes.likes}) n on conflict do nothing`,
  `insert into follows (follower_id, followee_id, created_at)
   select follower, followee, now()
     from (select ${account(`1 + ${draw('n', 4, sizes.accounts)}`)} as follower, ${account(`1 + ${draw('n', 5, sizes.accounts)}`)} as followee
             from generate_series(1, ${sizes.follows}) n) drawn
    where follower <> followee on conflict do nothing`,
  `insert into moment_counters (moment_id, author_id, likes)
   select m.id, m.author_id, count(l.account_id) from moments m left join likes l on l.moment_id = m.id group by m.id`,
  `insert into profile_counters (account_id, followers, following, likes_received)
   select a.id, (select count(*) from follows where followee_id = a.id), (select count(*) from follows where follower_id = a.id),
          (select coalesce(sum(likes), 0) from moment_counters where author_id = a.id) from accounts a`,
  `insert into moment_view_counters (moment_id, views) select moment_id, likes * 37 from moment_counters`,
];

/** What a viewer brings along: follows and likes, and a week of watching. */
const habits = (viewerId: string): string[] => [
  `insert into follows (follower_id, followee_id, created_at)
   select '${viewerId}', ${account('n * 17')}, now() from generate_series(1, 100) n`,
  `insert into likes (moment_id, account_id, created_at)
   select ${moment('n * 31')}, '${viewerId}', now() from generate_series(1, 100) n`,
  `insert into watched_moments (viewer_id, moment_id, last_watched_at)
   select '${viewerId}', ${moment('n * 5')}, now() - interval '3 days' from generate_series(1, 300) n`,
];

/** Fills a migrated, otherwise empty database: the sizes above, the same content every time. */
export const seed = (databaseUrl: string): Promise<void> => runAll(databaseUrl, [...statements, 'vacuum analyze']);

/** Gives viewers that signed up through the API what makes their requests ordinary. */
export const seedHabits = (databaseUrl: string, viewerIds: readonly string[]): Promise<void> =>
  runAll(databaseUrl, [...viewerIds.flatMap(habits), 'vacuum analyze']);

const runAll = (databaseUrl: string, all: readonly string[]): Promise<void> =>
  withClient(databaseUrl, async (client) => {
    for (const sql of all) await client.query(sql);
  });
