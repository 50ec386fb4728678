import { defineJob, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { ViewRevision } from './view-revision.service.js';

const judgeViews = defineJob({
  name: 'views-judge',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 1,
  timeoutMs: 3 * 3_600_000,
  cron: '*/5 * * * *',
});

/** Judges the days that are still open, every few minutes; while a day takes longer than that the next one is let go. */
@HandlesJob(judgeViews)
export class JudgeViews implements JobHandler<object> {
  constructor(private readonly revision: ViewRevision) {}

  handle(_payload: object, { signal }: JobContext): Promise<void> {
    return this.revision.judgeOpenDays(signal);
  }
}

/** Nightly, before the closed days are counted anew. */
const reviseJudgements = defineJob({
  name: 'views-revise-judgements',
  lane: 'worker',
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 3 * 3_600_000,
  cron: '10 1 * * *',
});

/** Judges days again that are closed: what is found later becomes a correction. */
@HandlesJob(reviseJudgements)
export class ReviseJudgements implements JobHandler<object> {
  constructor(private readonly revision: ViewRevision) {}

  handle(_payload: object, { signal }: JobContext): Promise<void> {
    return this.revision.reviseClosedDays(signal);
  }
}
