import { type AccountId, after, Clock, days, type NotificationId } from '@moments/kernel';
import {
  Database,
  defineJob,
  HandlesJob,
  type JobContext,
  type JobHandler,
  Settings,
  statement,
} from '@moments/platform';
import { z } from 'zod';
import { notificationKeeping } from '../notifications.settings.js';
import { WithdrawingService } from '../withdrawing/withdrawing.service.js';

/** Forgets what was told long ago, every night. */
const sweepNotifications = defineJob({
  name: 'notifications-sweep',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 3_600_000,
  cron: '41 3 * * *',
});

const batch = 500;
const old = statement(
  'notifications.old',
  `select recipient_id as "recipientId", id from notifications where created_at < $1 order by created_at limit ${batch}`,
);

@HandlesJob(sweepNotifications)
export class SweepNotificationsHandler implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly withdrawing: WithdrawingService,
    private readonly clock: Clock,
  ) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const { keepDays } = await this.settings.get(notificationKeeping);
    const before = after(this.clock.now(), -days(keepDays));
    for (;;) {
      const told = await this.database.read<{ recipientId: AccountId; id: NotificationId }>(old, [before]);
      for (const each of told) {
        signal.throwIfAborted();
        await this.withdrawing.dissolve(each, before);
      }
      if (told.length < batch) break;
    }
    while ((await this.withdrawing.forgetTakenBack(before)) > 0) signal.throwIfAborted();
  }
}
