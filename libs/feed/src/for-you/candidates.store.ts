import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';
import { blockedBetween } from '@moments/social';
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

// Tells the few that must not be shown, or not all, rather than the many that may. `offset 0` makes each of them a look
// into an index, however much the viewer has watched, and however many there are whom they have muted or blocked.
const hidden = statement(
  'feed.hidden',
  `select id as "momentId", hidden from (
     select asked.id,
            m.id is null
              or exists (select from watched_moments
                          where viewer_id = $2 and moment_id = asked.id and last_watched_at > $3 offset 0)
              or exists (select from not_interested_moments
                          where account_id = $2 and moment_id = asked.id offset 0)
              or exists (select from mutes where muter_id = $2 and muted_id = m.author_id offset 0)
              or ${blockedBetween('$2::uuid', 'm.author_id')} as hidden,
            exists (select from not_interested_authors
                     where account_id = $2 and author_id = m.author_id and told_at > $5 offset 0) as lessened
       from unnest($1::uuid[]) as asked (id)
       left join moments m on m.id = asked.id and m.status = 'PUBLISHED' and ($4::text[] is null or m.region = any($4))
      offset 0) as judged
    where hidden or lessened`,
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

/** Moments that the viewer is kept from. */
export interface Hidden {
  momentId: MomentId;
  /** False when only most of its author's moments are passed over: the viewer was not interested in one. */
  hidden: boolean;
}

/**
 * Which of the moments must not be shown: removed, of a closed region, watched by the viewer since `seenSince`, not
 * interesting to them, of somebody whom they have muted, or blocked, or who has blocked them. And which are of somebody
 * who weighs less, for the viewer was not interested in a moment of theirs since `lessenedSince`.
 */
export function readHidden(
  database: Database,
  options: {
    momentIds: readonly MomentId[];
    viewerId?: AccountId;
    seenSince: Date;
    lessenedSince: Date;
    regions: Regions;
  },
): Promise<Hidden[]> {
  const { momentIds, viewerId, seenSince, lessenedSince, regions } = options;
  return database.read<Hidden>(hidden, [momentIds, viewerId ?? null, seenSince, regions ?? null, lessenedSince]);
}

const withPosition = ({ momentId, authorId, atMicros }: PublishedRow): PublishedCandidate => ({
  momentId,
  authorId,
  published: { atMicros, id: momentId },
});
