import { defineJob, HandlesJob, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { EarningsReleases } from './earnings-releases.js';

const releaseEarnings = defineJob({
  name: 'release-earnings',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 900_000,
  cron: '* * * * *',
});

const batchSize = 500;

/** Makes available what has been pending long enough. */
@HandlesJob(releaseEarnings)
export class ReleaseEarnings implements JobHandler<object> {
  constructor(private readonly releases: EarningsReleases) {}

  async handle(): Promise<void> {
    while ((await this.releases.releaseDue(batchSize)) === batchSize);
  }
}
