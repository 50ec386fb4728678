import type { AccountId, ClickId, SellerId } from '@moments/kernel';
import { defineJob, defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { cardOpened } from '../clicks/clicks.events.js';
import { ResettlingService } from './resettling.service.js';

const everyMinute = {
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 300_000,
  cron: '* * * * *',
} as const;

const confirmAttributions = defineJob({ name: 'confirm-attributions', ...everyMinute });
const joinPurchases = defineJob({ name: 'join-purchases', ...everyMinute });
const reconsiderAfterClick = defineSubscription({ event: cardOpened, name: 'attribution-reconsider-after-click' });

const batchSize = 200;

/** Confirms what has not come back in time. */
@HandlesJob(confirmAttributions)
export class ConfirmAttributions implements JobHandler<object> {
  constructor(private readonly resettling: ResettlingService) {}

  async handle(): Promise<void> {
    while ((await this.resettling.confirm(batchSize)) === batchSize);
  }
}

/** Joins purchases with products and buyers that were not known when they were told. */
@HandlesJob(joinPurchases)
export class JoinPurchases implements JobHandler<object> {
  constructor(private readonly resettling: ResettlingService) {}

  async handle(): Promise<void> {
    while ((await this.resettling.lookAgain(batchSize)) === batchSize);
  }
}

interface Click {
  clickId: ClickId;
  sellerId: SellerId;
  accountId?: AccountId;
}

/** A click may become known after the purchase that it led to. */
@HandlesJob(reconsiderAfterClick)
export class ReconsiderAfterClick implements JobHandler<Click> {
  constructor(private readonly resettling: ResettlingService) {}

  async handle({ accountId, ...click }: Click): Promise<void> {
    if (accountId) await this.resettling.afterClick({ ...click, accountId });
  }
}
