import {
  type AccountId,
  businessDayOf,
  type FeedSessionId,
  type MomentId,
  newId,
  type ViewEventId,
} from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import { ViewPartitions } from '../keeping/view-partitions.js';

/** A view as it is stored. What is left out makes it an honest one of a 20 s video by somebody new. */
export interface StoredView {
  momentId: MomentId;
  creatorId: AccountId;
  servedAt: Date;
  id?: ViewEventId;
  viewerId?: AccountId;
  /** The account's id unless it is told. */
  viewerKey?: string;
  feedSessionId?: FeedSessionId;
  promoted?: boolean;
  watchedMs?: number;
  /** Null for photos. */
  durationMs?: number | null;
  recordedAt?: Date;
}

const insert = `
  insert into view_events (moment_id, id, day, feed_session_id, viewer_id, viewer_key, surface, promoted, watched_ms, loops,
                           occurred_at, served_at, recorded_at, creator_id, duration_ms)
  select moment, id, day, session, viewer, key, 'FOR_YOU', promoted, watched, 0, served, served, recorded, creator, duration
    from unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[], $8::int[],
                $9::timestamptz[], $10::timestamptz[], $11::uuid[], $12::int[])
      as told (moment, id, day, session, viewer, key, promoted, watched, served, recorded, creator, duration)`;

/** Stores views without tokens and without asking whether they are plausible; gives their ids. */
export async function storedViews(
  { database }: { database: Database },
  views: readonly StoredView[],
): Promise<ViewEventId[]> {
  const days = views.map(({ servedAt }) => businessDayOf(servedAt));
  await new ViewPartitions(database).ensure(days);
  const ids = views.map(({ id }) => id ?? newId<'viewEvent'>());
  const sessions = views.map(({ feedSessionId }) => feedSessionId ?? newId<'feedSession'>());
  await database.transaction((tx) =>
    execute(tx, insert, [
      views.map(({ momentId }) => momentId),
      ids,
      days,
      sessions,
      views.map(({ viewerId }) => viewerId ?? null),
      views.map(({ viewerKey, viewerId }, index) => viewerKey ?? viewerId ?? sessions[index]),
      views.map(({ promoted }) => promoted ?? false),
      views.map(({ watchedMs }) => watchedMs ?? 20_000),
      views.map(({ servedAt }) => servedAt),
      views.map(({ recordedAt, servedAt }) => recordedAt ?? servedAt),
      views.map(({ creatorId }) => creatorId),
      views.map(({ durationMs }) => (durationMs === undefined ? 20_000 : durationMs)),
    ]),
  );
  return ids;
}
