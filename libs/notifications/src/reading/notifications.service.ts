import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type NotificationId, parseInput } from '@moments/kernel';
import { Database, execute, type Tx } from '@moments/platform';
import { z } from 'zod';
import { lockRecipient } from '../recipients.store.js';

const maxIds = 500;
const marked = z.object({ ids: z.array(z.uuid()).max(maxIds, `may name at most ${maxIds}`).nullable() });

const markRead = `
  update notifications set read_at = $2
   where recipient_id = $1 and read_at is null and ($3::uuid[] is null or id = any($3))`;

/** What people do with what they are told. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Marks an account's own notifications as read, all of them when `ids` is null, and gives how many were not before.
   * What is not its own, or already read, is passed over. From then on new acts begin a new notification. Throws
   * `InvalidInput` for more than 500 ids.
   */
  async markRead(accountId: AccountId, ids: readonly NotificationId[] | null): Promise<number> {
    parseInput(marked, { ids });
    return this.database.transaction(async (tx) => {
      const recipient = await lockRecipient(tx, accountId);
      if (!recipient || recipient.closed) return 0;
      const count = await execute(tx, markRead, [accountId, this.clock.now(), ids]);
      if (count > 0) await countDown(tx, accountId, count);
      return count;
    });
  }
}

const countDown = (tx: Tx, accountId: AccountId, count: number): Promise<number> =>
  execute(tx, 'update notification_counters set unread = unread - $2 where recipient_id = $1', [accountId, count]);
