/** A worker process that takes a job and never finishes it, to be killed: `node endless-worker.js <database url>`. */
import 'reflect-metadata';
import { HandlesJob, type JobHandler } from '../jobs/handles-job.js';
import { endless } from './endless-job.js';
import { startTestWorker } from './worker.js';

@HandlesJob(endless)
class EndlessHandler implements JobHandler<{ n: number }> {
  async handle(): Promise<void> {
    process.stdout.write('taken\n');
    await new Promise(() => undefined);
  }
}

await startTestWorker({ databaseUrl: process.argv[2] ?? '', handlers: [EndlessHandler] });
