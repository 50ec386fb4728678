import { type AccountId, type CommentId, type MomentId, newId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import type { NotificationView } from '../reading/notification.view.js';
import { NotificationsQueries } from '../reading/notifications.queries.js';
import { NotificationsJobsModule } from '../notifications-jobs.module.js';
import { NotificationsModule } from '../notifications.module.js';

/** Notifications as a gateway and a worker run them, without a queue: tests hand over events themselves. */
export const openToldWorld = (): Promise<LibWorld> => openLibWorld([NotificationsModule, NotificationsJobsModule]);

/** The first page of what an account is told, newest first. */
export async function toldTo({ app }: LibWorld, accountId: AccountId): Promise<NotificationView[]> {
  const { items } = await app.get(NotificationsQueries).list(accountId, { limit: 50 });
  return items.map(({ item }) => item);
}

/** How many the counter says that an account has not read. */
export const unreadOf = async ({ app }: LibWorld, accountId: AccountId): Promise<number> =>
  (await app.get(NotificationsQueries).unreadOf([accountId])).get(accountId) ?? 0;

/** Writes a comment, or a reply to one, and nothing that is told or counted of it. */
export async function aComment(
  { database }: { database: Database },
  { momentId, writerId, replyToId }: { momentId: MomentId; writerId: AccountId; replyToId?: CommentId },
): Promise<CommentId> {
  const id = newId<'comment'>();
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into comments (moment_id, id, writer_id, text, reply_to_id, idempotency_key, input_hash, likeness, created_at)
       values ($1, $2::uuid, $3, 'Nice', $4, ($2::uuid)::text, '', '', now())`,
      [momentId, id, writerId, replyToId ?? null],
    ),
  );
  return id;
}

/** Takes a comment away, past every rule. */
export async function removeComment({ database }: { database: Database }, id: CommentId): Promise<void> {
  await database.transaction((tx) =>
    execute(tx, `update comments set removed_at = now(), removed_by = 'writer', text = '' where id = $1`, [id]),
  );
}
