import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import { Database, execute, type Tx } from '@moments/platform';
import { openRecipient } from '../recipients.store.js';
import { WithdrawingService } from './withdrawing.service.js';

const batchSize = 5_000;

const close = `
  update notification_counters set unread = 0, closed_at = coalesce(closed_at, $2) where recipient_id = $1`;
const forgetActs = `
  delete from notification_acts
   where recipient_id = $1 and (kind, subject_id, act_id) in (
     select kind, subject_id, act_id from notification_acts where recipient_id = $1 limit ${batchSize})`;
const forgetNotifications = `
  delete from notifications
   where recipient_id = $1 and id in (select id from notifications where recipient_id = $1 limit ${batchSize})`;

/** Erases what is held of an account that is gone. Doing it again, or going on after a break, is safe. */
@Injectable()
export class ForgetAccountService {
  constructor(
    private readonly database: Database,
    private readonly withdrawing: WithdrawingService,
    private readonly clock: Clock,
  ) {}

  /** What it was told and wanted to be told goes, and what others were told of it. It is told nothing any more. */
  async forget(accountId: AccountId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await openRecipient(tx, accountId);
      await execute(tx, close, [accountId, this.clock.now()]);
      await execute(tx, 'delete from notification_settings where account_id = $1', [accountId]);
    });
    await this.inBatches((tx) => execute(tx, forgetNotifications, [accountId]));
    await this.inBatches((tx) => execute(tx, forgetActs, [accountId]));
    await this.withdrawing.withdrawActorEverywhere(accountId);
    await this.withdrawing.withdrawRepliesTo(accountId);
  }

  private async inBatches(forget: (tx: Tx) => Promise<number>): Promise<void> {
    while ((await this.database.transaction(forget)) === batchSize);
  }
}
