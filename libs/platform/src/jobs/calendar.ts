import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { type JobDefinition, jobsOf } from './define-job.js';
import { Jobs } from './jobs.js';

const pollMs = 100;

/** One waiting job per schedule, whoever asked for it. */
export const calendarKey = ({ name }: JobDefinition): string => `cron:${name}`;

/** How a job ended that was asked for; `error` is of its last try. */
export interface CalendarOutcome {
  job: string;
  error?: string;
}

interface UnfinishedJob {
  key: string;
  error: string | null;
  running: boolean;
}

const unfinished = statement(
  'jobs.unfinished',
  `select key, last_error as error, locked_at is not null as running
     from graphile_worker._private_jobs where key = any($1)`,
);

/** The jobs that are run by the calendar, before their time. */
@Injectable()
export class Calendar {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Those that this process knows of, by name. */
  all(): JobDefinition[] {
    return jobsOf('worker')
      .filter(({ cron }) => cron !== undefined)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /**
   * Has a running worker do these jobs now, side by side; gives how each ended. One that failed is tried again later. What
   * runs already is waited for, and then done once more: it may have begun before what it is asked for now.
   */
  async run(wanted: readonly JobDefinition[]): Promise<CalendarOutcome[]> {
    const keys = wanted.map(calendarKey);
    // Asked for while it runs, the queue would do it twice at once, and take the tries from the one that runs.
    while ((await this.unfinished(keys)).some(({ running }) => running)) await sleep(pollMs);
    await this.database.transaction(async (tx) => {
      for (const job of wanted) await this.jobs.enqueue(tx, job, {}, { key: calendarKey(job) });
    });
    for (;;) {
      const left = await this.unfinished(keys);
      const failed = new Map(left.flatMap(({ key, error }) => (error === null ? [] : [[key, error] as const])));
      if (left.length === failed.size) {
        return wanted.map((job) => ({ job: job.name, error: failed.get(calendarKey(job)) }));
      }
      await sleep(pollMs);
    }
  }

  private unfinished(keys: readonly string[]): Promise<UnfinishedJob[]> {
    return this.database.read<UnfinishedJob>(unfinished, [keys]);
  }
}
