import type { BusinessDay } from '@moments/kernel';
import { defineJob, HandlesJob, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { ViewRevision } from './view-revision.service.js';

const day = z.iso.date().transform((text) => text as BusinessDay);

/** Asked for by an operator's decision. */
export const reviseDay = defineJob({
  name: 'views-revise-day',
  lane: 'worker',
  payload: z.object({ day }),
  attempts: 10,
  timeoutMs: 3 * 3_600_000,
});

/** Judges a day again, and counts it anew when it is closed and its judgements are others. */
@HandlesJob(reviseDay)
export class ReviseDay implements JobHandler<{ day: BusinessDay }> {
  constructor(private readonly revision: ViewRevision) {}

  async handle({ day: asked }: { day: BusinessDay }): Promise<void> {
    await this.revision.revise(asked);
  }
}
