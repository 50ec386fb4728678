/** A worker process that takes a job and never finishes it, to be killed: `node endless-worker.js <database url>`. */
import 'reflect-metadata';
import { z } from 'zod';
import { defineJob } from '../jobs/define-job.js';
import { HandlesJob, type JobHandler } from '../jobs/handles-job.js';
import { startTestWorker } from './worker.js';

const endless = defineJob({
  name: 'test-endless',
  lane: 'worker',
  payload: z.object({ n: z.number() }),
  attempts: 2,
  timeoutMs: 600_000,
});

@HandlesJob(endless)
class EndlessHandler implements JobHandler<{ n: number }> {
  async handle(): Promise<void> {
    process.stdout.write('taken\n');
    await new Promise(() => undefined);
  }
}

await startTestWorker({ databaseUrl: process.argv[2] ?? '', handlers: [EndlessHandler] });
