import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';

/** Writes that a viewer has watched a moment, without an event. */
export async function aWatchedMoment(
  { database }: { database: Database },
  { viewerId, momentId, watchedAt }: { viewerId: AccountId; momentId: MomentId; watchedAt: Date },
): Promise<void> {
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into watched_moments (viewer_id, moment_id, last_watched_at) values ($1, $2, $3)
       on conflict (viewer_id, moment_id) do update set last_watched_at = $3`,
      [viewerId, momentId, watchedAt],
    ),
  );
}
