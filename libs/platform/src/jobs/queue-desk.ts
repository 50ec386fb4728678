import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { execute, statement } from '../database/statement.js';

/** `dead`: has failed for good. A job that failed and has tries left is `scheduled` until the next one. */
export const jobStates = ['waiting', 'scheduled', 'running', 'dead'] as const;
type JobState = (typeof jobStates)[number];

/** How many jobs of a name are in a state. */
export interface JobCount {
  readonly job: string;
  readonly state: JobState;
  readonly count: number;
  /** When the first of them is, or was, due. */
  readonly runAt: Date;
  /** How long ago that was by the database's clock; negative for what is to come. */
  readonly waitedSeconds: number;
  /** Most tries that one of them has had. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly lastAt: Date;
}

/** One job in the queue. */
export interface QueuedJob {
  readonly id: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt: Date;
  readonly lockedBy: string | null;
  readonly payload: unknown;
  readonly lastError: string | null;
}

const state = `case when jobs.locked_at is not null then 'running'
                    when jobs.attempts >= jobs.max_attempts then 'dead'
                    when jobs.run_at > now() then 'scheduled'
                    else 'waiting' end`;
const queue = `graphile_worker._private_jobs jobs
                 join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id`;

const countJobs = statement(
  'jobs.count',
  `select tasks.identifier as job, ${state} as state, count(*)::int as count, min(jobs.run_at) as "runAt",
          extract(epoch from now() - min(jobs.run_at))::float8 as "waitedSeconds", max(jobs.attempts) as attempts,
          max(jobs.last_error) as "lastError", max(jobs.updated_at) as "lastAt"
     from ${queue} group by 1, 2 order by 1, 2`,
);

const jobsOfName = statement(
  'jobs.of-name',
  `select jobs.id::text, ${state} as state, jobs.attempts, jobs.max_attempts as "maxAttempts", jobs.run_at as "runAt",
          jobs.locked_by as "lockedBy", jobs.payload, jobs.last_error as "lastError"
     from ${queue} where tasks.identifier = $1 order by jobs.run_at, jobs.id limit 200`,
);

// A failed job waits longer from try to try: who mends the cause need not.
const retry = `
  update graphile_worker._private_jobs as jobs
     set attempts = case when jobs.attempts >= jobs.max_attempts then 0 else jobs.attempts end,
         run_at = now(), last_error = null
    from graphile_worker._private_tasks as tasks
   where tasks.id = jobs.task_id and tasks.identifier = $1 and jobs.locked_at is null
     and case when $2::bigint is null then jobs.attempts >= jobs.max_attempts else jobs.id = $2::bigint end`;

const forget = `
  delete from graphile_worker._private_jobs as jobs using graphile_worker._private_tasks as tasks
   where tasks.id = jobs.task_id and tasks.identifier = $1 and jobs.id = $2::bigint
     and jobs.attempts >= jobs.max_attempts and jobs.locked_at is null`;

/** The queue as those see and mend it who run the product: jobs of all lanes. */
@Injectable()
export class QueueDesk {
  constructor(private readonly database: Database) {}

  /** By name, then state; what is not there is left out. */
  counts(): Promise<JobCount[]> {
    return this.database.read<JobCount>(countJobs);
  }

  /** At most 200, the one that is due first before the others. */
  ofName(job: string): Promise<QueuedJob[]> {
    return this.database.read<QueuedJob>(jobsOfName, [job]);
  }

  /** Gives the dead jobs of a name all their tries again; with an id, has that one tried now. Gives how many. */
  retry(job: string, id?: string): Promise<number> {
    return this.database.transaction((tx) => execute(tx, retry, [job, id ?? null]));
  }

  /** Deletes a dead job. Gives how many, none or one. */
  forget(job: string, id: string): Promise<number> {
    return this.database.transaction((tx) => execute(tx, forget, [job, id]));
  }
}
