import { minutes } from '@moments/kernel';
import { defineJob, HandlesJob, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { CheckpointsService } from './checkpoints.service.js';

const makeCheckpoints = defineJob({
  name: 'make-ledger-checkpoints',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 2,
  timeoutMs: minutes(5),
  cron: '*/10 * * * *',
});

// Adding up a thousand postings costs about a millisecond: so much a reader may be left with.
const minPostings = 1_000;
const waitMs = minutes(1);

/** Keeps the accounts that keep no balance quick to read. */
@HandlesJob(makeCheckpoints)
export class MakeCheckpoints implements JobHandler<object> {
  constructor(private readonly checkpoints: CheckpointsService) {}

  async handle(): Promise<void> {
    await this.checkpoints.make({ minPostings, waitMs });
  }
}
