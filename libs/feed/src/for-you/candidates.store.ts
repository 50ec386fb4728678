import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';
import type { PublicationPosition } from '../domain/feed-cursor.js';
import type { Candidate } from '../domain/interleave.js';

/*
 * The feed draws on moments, social and views at once, so it reads their tables (never writes them) where their own
 * queries would take several statements and carry along what nobody looks at.
 */

/** Regions whose moments may be shown; `undefined` means all of them. */
export type Regions = readonly string[] | undefined;

export interface PublishedCandidate extends Candidate {
  published: PublicationPosition;
}

interface PublishedRow extends Candidate {
  atMicros: string;
}

const published = `m.id as "momentId", m.author_id as "authorId",
  (extract(epoch from m.published_at) * 1000000)::bigint::text as "atMicros"`;

const newest = statement(
  'feed.newest',
  `select ${published} from moments m
    where m.status = 'PUBLISHED' and ($1::text[] is null or m.region = any($1))
    order by m.published_at desc, m.id desc limit $2`,
);

const olderThan = statement(
  'feed.older-than',
  `select ${published} from moments m
    where m.status = 'PUBLISHED' and ($1::text[] is null or m.region = any($1))
      and (m.published_at, m.id) < ('epoch'::timestamptz + $3::bigint * interval '1 microsecond', $4::uuid)
      and m.id <> all($5::uuid[])
    order by m.published_at desc, m.id desc limit $2`,
);

// Popularity fades with age as on the well-known news sites: (1 + weighted deeds) / (hours + 2) ^ gravity.
const popular = statement(
  'feed.popular',
  `select m.id as "momentId", m.author_id as "authorId"
     from moments m
     left join moment_counters c on c.moment_id = m.id
     left join moment_view_counters v on v.moment_id = m.id
    where m.status = 'PUBLISHED' and ($1::text[] is null or m.region = any($1)) and m.published_at > $3
    order by (1 + $4::float8 * coalesce(c.likes, 0) + $5::float8 * coalesce(v.views, 0))
             / power(greatest(extract(epoch from $7::timestamptz - m.published_at) / 3600, 0) + 2, $6::float8) desc,
             m.published_at desc, m.id desc
    limit $2`,
);

// Tells the few that must not be shown rather than the many that may.
const hidden = statement(
  'feed.hidden',
  `select asked.id
     from unnest($1::uuid[]) as asked (id)
     left join moments m on m.id = asked.id and m.status = 'PUBLISHED' and ($4::text[] is null or m.region = any($4))
     left join watched_moments w on w.viewer_id = $2 and w.moment_id = asked.id and w.last_watched_at > $3
    where m.id is null or w.moment_id is not null`,
);

/** The newest published moments. */
export async function readNewest(
  database: Database,
  { regions, limit }: { regions: Regions; limit: number },
): Promise<PublishedCandidate[]> {
  return (await database.read<PublishedRow>(newest, [regions ?? null, limit])).map(withPosition);
}

/** The newest published moments before a position, without some. */
export async function readOlder(
  database: Database,
  options: { regions: Regions; limit: number; before: PublicationPosition; without: readonly MomentId[] },
): Promise<PublishedCandidate[]> {
  const { regions, limit, before, without } = options;
  const found = await database.read<PublishedRow>(olderThan, [
    regions ?? null,
    limit,
    before.atMicros,
    before.id,
    without,
  ]);
  return found.map(withPosition);
}

/** The most popular moments of the time since `since`, most popular first. */
export function readPopular(
  database: Database,
  options: {
    regions: Regions;
    limit: number;
    since: Date;
    now: Date;
    weights: { likeWeight: number; viewWeight: number; gravity: number };
  },
): Promise<Candidate[]> {
  const { regions, limit, since, now, weights } = options;
  return database.read<Candidate>(popular, [
    regions ?? null,
    limit,
    since,
    weights.likeWeight,
    weights.viewWeight,
    weights.gravity,
    now,
  ]);
}

/** Which of the moments must not be shown: removed, of a closed region, or watched by the viewer since `seenSince`. */
export async function readHidden(
  database: Database,
  options: { momentIds: readonly MomentId[]; viewerId?: AccountId; seenSince: Date; regions: Regions },
): Promise<Set<MomentId>> {
  const { momentIds, viewerId, seenSince, regions } = options;
  const found = await database.read<{ id: MomentId }>(hidden, [
    momentIds,
    viewerId ?? null,
    seenSince,
    regions ?? null,
  ]);
  return new Set(found.map(({ id }) => id));
}

const withPosition = ({ momentId, authorId, atMicros }: PublishedRow): PublishedCandidate => ({
  momentId,
  authorId,
  published: { atMicros, id: momentId },
});
