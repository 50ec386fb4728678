import { defineJob, HandlesJob, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { HoldsService } from './holds.service.js';

const expireHolds = defineJob({
  name: 'expire-holds',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 300_000,
  cron: '* * * * *',
});

const batchSize = 500;

/** Gives back the money of holds whose time is over. Until then nobody can capture them either. */
@HandlesJob(expireHolds)
export class ExpireHolds implements JobHandler<object> {
  constructor(private readonly holds: HoldsService) {}

  async handle(): Promise<void> {
    while ((await this.holds.expire(batchSize)) === batchSize);
  }
}
