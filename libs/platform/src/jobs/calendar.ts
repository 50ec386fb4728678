import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { type JobDefinition, jobsOf } from './define-job.js';
import { Jobs } from './jobs.js';

const pollMs = 100;
const tellAfterMs = 5_000;

/** One waiting job per schedule, whoever asked for it. */
export const calendarKey = ({ name }: JobDefinition): string => `cron:${name}`;

/** How a job ended that was asked for; `error` is of its last try. */
export interface CalendarOutcome {
  job: string;
  error?: string;
}

/** How long is waited for jobs of which nothing is seen to move, and who is told of that. */
export interface CalendarPatience {
  /** Beside what a job that runs may take. */
  giveUpAfterMs: number;
  /** Called when nothing has moved for some seconds: `running` when a worker has one of them. */
  onWait?: (jobs: readonly string[], running: boolean) => void;
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
   * runs already is waited for, and then done once more: it may have begun before what it is asked for now. What no worker
   * takes in time ends with an error, too, and stays in the queue.
   */
  async run(wanted: readonly JobDefinition[], patience: CalendarPatience): Promise<CalendarOutcome[]> {
    const keys = wanted.map(calendarKey);
    const wait = new Wait(wanted, patience);
    // Asked for while it runs, the queue would do it twice at once, and take the tries from the one that runs.
    for (let left = await this.unfinished(keys); left.some(({ running }) => running);) {
      if (!wait.isWorthIt(left)) return wanted.map(({ name: job }) => ({ job, error: tooLong }));
      await sleep(pollMs);
      left = await this.unfinished(keys);
    }
    await this.database.transaction(async (tx) => {
      for (const job of wanted) await this.jobs.enqueue(tx, job, {}, { key: calendarKey(job) });
    });
    for (;;) {
      const left = await this.unfinished(keys);
      if (left.every(({ error }) => error !== null) || !wait.isWorthIt(left)) return outcomesOf(wanted, left);
      await sleep(pollMs);
    }
  }

  private unfinished(keys: readonly string[]): Promise<UnfinishedJob[]> {
    return this.database.read<UnfinishedJob>(unfinished, [keys]);
  }
}

/** Sees whether anything of what is waited for has moved lately. */
class Wait {
  private seen = '';
  private sinceMs = performance.now();
  private told = false;

  constructor(
    private readonly wanted: readonly JobDefinition[],
    private readonly patience: CalendarPatience,
  ) {}

  isWorthIt(left: readonly UnfinishedJob[]): boolean {
    const nowMs = performance.now();
    const state = left
      .map(({ key, running }) => `${key} ${running}`)
      .toSorted()
      .join();
    if (state !== this.seen) [this.seen, this.sinceMs, this.told] = [state, nowMs, false];
    const [stillMs, running] = [nowMs - this.sinceMs, left.some((job) => job.running)];
    const { giveUpAfterMs, onWait } = this.patience;
    if (!this.told && stillMs >= Math.min(tellAfterMs, giveUpAfterMs / 2)) {
      this.told = true;
      onWait?.(namesOf(this.wanted, left), running);
    }
    return stillMs < giveUpAfterMs + (running ? Math.max(...this.wanted.map(({ timeoutMs }) => timeoutMs)) : 0);
  }
}

const namesOf = (wanted: readonly JobDefinition[], left: readonly UnfinishedJob[]): string[] =>
  wanted.filter((job) => left.some(({ key }) => key === calendarKey(job))).map(({ name }) => name);

function outcomesOf(wanted: readonly JobDefinition[], left: readonly UnfinishedJob[]): CalendarOutcome[] {
  const byKey = new Map(left.map((job) => [job.key, job]));
  return wanted.map((job) => {
    const unfinished = byKey.get(calendarKey(job));
    return { job: job.name, error: unfinished && (unfinished.error ?? notDone(unfinished)) };
  });
}

const tooLong = 'what runs takes longer than it may';
const notDone = ({ running }: UnfinishedJob): string =>
  running ? tooLong : 'no worker has taken it; it stays in the queue';
