import { Injectable } from '@nestjs/common';
import { execute, statement, type Tx } from '../database/statement.js';
import type { JobDefinition } from './define-job.js';

export interface EnqueueOptions {
  runAt?: Date;
  /** One waiting job per key: a second one with the same key replaces the first while it has not started. */
  key?: string;
  /** Lower runs first; 0 when left out. */
  priority?: number;
}

const addJob = statement(
  'jobs.add',
  `select graphile_worker.add_job($1, payload => $2::json, run_at => $3, max_attempts => $4, job_key => $5, priority => $6)`,
);

/** Puts jobs into the queue, in the same transaction as the facts that they are about. */
@Injectable()
export class Jobs {
  async enqueue<Payload>(
    tx: Tx,
    job: JobDefinition<Payload>,
    payload: Payload,
    options: EnqueueOptions = {},
  ): Promise<void> {
    await execute(tx, addJob, [
      job.name,
      JSON.stringify(job.payload.parse(payload)),
      options.runAt ?? null,
      job.attempts,
      options.key ?? null,
      options.priority ?? null,
    ]);
  }

  /** Takes a waiting job back; nothing happens when it has started or never was. */
  async cancel(tx: Tx, key: string): Promise<void> {
    await execute(tx, 'select graphile_worker.remove_job($1)', [key]);
  }
}
