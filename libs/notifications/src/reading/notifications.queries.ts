import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type CommentId,
  type NotificationId,
  type Page,
  pageOf,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween, commentStands, joinRoot } from '@moments/social';
import { announcingComments, notificationKinds } from '../domain/kinds.js';
import { type NotificationRow, type NotificationView, positionOf, toView } from './notification.view.js';

// Those who are blocked or muted are taken out when that happens; until that is done they are left out here.
const hears = (recipient: string, actor: string): string =>
  `not ${blockedBetween(recipient, actor)}
     and not exists (select from mutes where muter_id = ${recipient} and muted_id = ${actor} offset 0)`;

// A kind that this version does not know was written by a later one, which has been taken back.
const shownTo = (recipient: string): string => `
  select n.id, n.kind, n.subject_id as "subjectId", shown.actors::text[] as "actorIds",
         n.actors_count - cardinality(n.newest_actors) + cardinality(shown.actors) as "actorsCount",
         n.details, n.created_at as "createdAt", n.read_at as "readAt"
    from notifications as n
   cross join lateral (
     select coalesce(array_agg(actor order by place), '{}') as actors
       from unnest(n.newest_actors) with ordinality as newest (actor, place)
      where ${hears(recipient, 'actor')}) as shown
   where n.recipient_id = ${recipient} and n.kind in (${notificationKinds.map((kind) => `'${kind}'`).join(', ')})
     and (cardinality(n.newest_actors) = 0 or cardinality(shown.actors) > 0)`;

// A bare comparison lets each page begin at its place in the index, in whatever plan.
const newest = statement(
  'notifications.newest',
  `${shownTo('$1::uuid')}
     and (n.created_at, n.id)
       < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
   order by n.created_at desc, n.id desc limit $4`,
);
const since = statement(
  'notifications.since',
  `${shownTo('$1::uuid')} and n.created_at > $2 order by n.created_at limit $3`,
);
const byIds = statement('notifications.by-ids', `${shownTo('$1::uuid')} and n.id = any($2::uuid[])`);
// Only the last hundred are looked at: a notification of thousands must not read them all to show one.
const newestComments = statement(
  'notifications.newest-comments',
  `select asked.id, newest.id as "commentId" from unnest($2::uuid[]) as asked (id)
    cross join lateral (
      select comments.id
        from (select act_id, acted_at from notification_acts
               where recipient_id = $1 and notification_id = asked.id
                 and kind in (${announcingComments.map((kind) => `'${kind}'`).join(', ')})
               order by acted_at desc, act_id desc limit 100) as acts
        join comments on comments.id = acts.act_id ${joinRoot}
       where ${commentStands('$1::uuid')} and ${hears('$1::uuid', 'comments.writer_id')}
       order by acts.acted_at desc, comments.id desc limit 1) as newest`,
);
const unread = statement(
  'notifications.unread',
  'select recipient_id as id, unread from notification_counters where recipient_id = any($1)',
);
const lastAt = statement(
  'notifications.last-at',
  'select last_at as "lastAt" from notification_counters where recipient_id = $1',
);

/** What people are told, as they read it; each method costs one statement. */
@Injectable()
export class NotificationsQueries {
  constructor(private readonly database: Database) {}

  /** An account's own, newest first. */
  async list(
    recipientId: AccountId,
    { limit, after }: PageWindow<TimePosition>,
  ): Promise<Page<NotificationView, TimePosition>> {
    const parameters = [recipientId, after?.at ?? null, after?.id ?? null, limit + 1];
    const found = await this.database.read<NotificationRow>(newest, parameters);
    return pageOf(found.map(toView), limit, (item) => ({ item, position: positionOf(item) }));
  }

  /** An account's own that are new, or have grown, after an instant; at most `limit`, oldest first. */
  async since(recipientId: AccountId, { after, limit }: { after: Date; limit: number }): Promise<NotificationView[]> {
    return (await this.database.read<NotificationRow>(since, [recipientId, after, limit])).map(toView);
  }

  /** The newest comment of those that each of an account's own notifications tells of, and that are shown to it. */
  async newestComments(
    recipientId: AccountId,
    ids: readonly NotificationId[],
  ): Promise<Map<NotificationId, CommentId>> {
    interface Row {
      id: NotificationId;
      commentId: CommentId;
    }
    const found = await this.database.read<Row>(newestComments, [recipientId, ids]);
    return new Map(found.map(({ id, commentId }) => [id, commentId]));
  }

  /** Those of the asked that are the account's own. */
  async byIds(recipientId: AccountId, ids: readonly NotificationId[]): Promise<Map<NotificationId, NotificationView>> {
    const found = await this.database.read<NotificationRow>(byIds, [recipientId, ids]);
    return new Map(found.map((row) => [row.id, toView(row)]));
  }

  /** How many each account has not read; an account that was never told anything is left out. */
  async unreadOf(accountIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
    const found = await this.database.read<{ id: AccountId; unread: number }>(unread, [accountIds]);
    return new Map(found.map((row) => [row.id, row.unread]));
  }

  /** When the account was last told something: all that becomes visible from now on is later. */
  async lastAt(recipientId: AccountId): Promise<Date> {
    const [found] = await this.database.read<{ lastAt: Date }>(lastAt, [recipientId]);
    return found?.lastAt ?? new Date(0);
  }
}
