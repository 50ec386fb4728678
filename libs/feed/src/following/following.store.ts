import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';
import type { PublicationPosition } from '../domain/feed-cursor.js';
import type { Regions } from '../for-you/candidates.store.js';

export interface FollowedMoment {
  momentId: MomentId;
  position: PublicationPosition;
}

// The newest of each author one by one, by index, then the newest of those: never more than authors × limit rows. Blocks
// need no look: nobody follows whom they are apart from. An author in one of whose moments the viewer was not interested
// weighs nothing less here, for whom to follow is the viewer's own choice. `offset 0` makes of what is left out a look into
// an index for each moment, however much there is of it; a bare comparison with the position lets each walk begin there.
const followed = statement(
  'feed.followed',
  `select newest.id as "momentId", (extract(epoch from newest.published_at) * 1000000)::bigint::text as "atMicros"
     from follows f
     cross join lateral (
       select m.id, m.published_at
         from moments m
        where m.author_id = f.followee_id and m.status = 'PUBLISHED'
          and ($2::text[] is null or m.region = any($2))
          and (m.published_at, m.id) < (coalesce('epoch'::timestamptz + $4::bigint * interval '1 microsecond', 'infinity'),
                                        coalesce($5::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
          and not exists (select from watched_moments w
                           where w.viewer_id = $1 and w.moment_id = m.id and w.last_watched_at > $3 offset 0)
          and not exists (select from not_interested_moments n where n.account_id = $1 and n.moment_id = m.id offset 0)
        order by m.published_at desc, m.id desc limit $6) as newest
    where f.follower_id = $1
      and not exists (select from mutes where muter_id = $1 and muted_id = f.followee_id offset 0)
    order by newest.published_at desc, newest.id desc limit $6`,
);

/**
 * The newest moments of those whom the viewer follows and has not muted, before a position, without those watched since
 * `seenSince` and those that did not interest.
 */
export async function readFollowed(
  database: Database,
  options: { viewerId: AccountId; regions: Regions; seenSince: Date; before?: PublicationPosition; limit: number },
): Promise<FollowedMoment[]> {
  const { viewerId, regions, seenSince, before, limit } = options;
  const found = await database.read<{ momentId: MomentId; atMicros: string }>(followed, [
    viewerId,
    regions ?? null,
    seenSince,
    before?.atMicros ?? null,
    before?.id ?? null,
    limit,
  ]);
  return found.map(({ momentId, atMicros }) => ({ momentId, position: { atMicros, id: momentId } }));
}
