import { Injectable } from '@nestjs/common';
import type { AccountId, NotificationId } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';
import { lockRecipient } from '../recipients.store.js';

/** What does not tell what its rows tell. */
export interface NotificationDrift {
  /** Whose unread count is off. */
  recipients: AccountId[];
  /** How many acted, or who the newest are, is off. */
  notifications: { recipientId: AccountId; id: NotificationId }[];
}

// One statement sees one moment in time, so rows and counters that change together agree.
const driftedRecipients = statement(
  'notifications.drifted-recipients',
  `with counted as (
     select recipient_id, count(*)::int as unread from notifications where read_at is null group by recipient_id)
   select coalesce(counters.recipient_id, counted.recipient_id) as id
     from notification_counters as counters full join counted using (recipient_id)
    where counters.closed_at is null and coalesce(counters.unread, 0) <> coalesce(counted.unread, 0)
    order by 1`,
);

const countedActors = `
  select recipient_id, notification_id as id, count(distinct actor_id)::int as actors_count
    from notification_acts where actor_id is not null group by recipient_id, notification_id`;
const driftedNotifications = statement(
  'notifications.drifted-notifications',
  `with counted as (${countedActors})
   select n.recipient_id as "recipientId", n.id
     from notifications as n
     join notification_counters as counters using (recipient_id)
     left join counted on counted.recipient_id = n.recipient_id and counted.id = n.id
    where counters.closed_at is null
      and (n.actors_count <> coalesce(counted.actors_count, 0)
           or cardinality(n.newest_actors) <> least(3, coalesce(counted.actors_count, 0)))
    order by 1, 2`,
);

const recountUnread = `
  update notification_counters
     set unread = (select count(*) from notifications where recipient_id = $1 and read_at is null)
   where recipient_id = $1 and closed_at is null`;
const recountActors = `
  with actors as (
     select actor_id, max(acted_at) as acted_at from notification_acts
      where recipient_id = $1 and notification_id = $2 and actor_id is not null group by actor_id)
  update notifications
     set actors_count = (select count(*) from actors),
         newest_actors = coalesce((select (array_agg(actor_id order by acted_at desc))[1:3] from actors), '{}')
   where recipient_id = $1 and id = $2`;

/** Proves that the counters equal their rows, and mends those that do not. For operators: it reads every row. */
@Injectable()
export class NotificationsRecountService {
  constructor(private readonly database: Database) {}

  /** What is off; nothing unless somebody has written past this lib. Closed accounts are no longer counted. */
  async drift(): Promise<NotificationDrift> {
    const [recipients, notifications] = await Promise.all([
      this.database.readAtLength<{ id: AccountId }>(driftedRecipients),
      this.database.readAtLength<NotificationDrift['notifications'][number]>(driftedNotifications),
    ]);
    return { recipients: recipients.map(({ id }) => id), notifications };
  }

  /** Counts anew what is off and gives what it was. Runs beside living traffic. */
  async mend(): Promise<NotificationDrift> {
    const drift = await this.drift();
    for (const id of drift.recipients) await this.recount(id, recountUnread, [id]);
    for (const { recipientId, id } of drift.notifications) {
      await this.recount(recipientId, recountActors, [recipientId, id]);
    }
    return drift;
  }

  private recount(recipientId: AccountId, sql: string, parameters: readonly string[]): Promise<number> {
    return this.database.transaction(async (tx) => {
      // Held before counting: whoever has written a row but not yet its counter adds to it after us.
      await lockRecipient(tx, recipientId);
      return execute(tx, sql, parameters);
    });
  }
}
