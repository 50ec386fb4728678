import '../definitions.js';
import { seconds } from '@moments/kernel';
import { Calendar } from '@moments/platform';
import { parseArgs } from 'node:util';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

// A worker that is started anew meanwhile is back by then.
const defaultWaitSeconds = 600;

export const jobsCalendar: Command = {
  name: 'jobs calendar',
  usage: '',
  summary: 'shows the jobs that are run by the calendar, with their five cron fields (UTC)',
  run: (args, config) => {
    exactly(args, 0);
    return withServices(config, async (app) => {
      for (const { name, cron } of app.get(Calendar).all()) console.log(`${cron?.padEnd(14)} ${name}`);
      return 0;
    });
  },
};

export const jobsRun: Command = {
  name: 'jobs run',
  usage: 'NAME …|all [--wait SECONDS]',
  summary: 'has the worker do jobs of the calendar now, and waits; exit code 1 when any failed',
  details: [
    `A job that no worker takes within ${defaultWaitSeconds} s, or SECONDS, counts as failed; it stays in the queue.`,
  ],
  run: (args, config) => {
    const { names, waitSeconds } = readWords(args);
    if (names.length === 0) throw new UsageError('takes at least one name');
    return withServices(config, async (app) => {
      const calendar = app.get(Calendar);
      const known = new Map(calendar.all().map((job) => [job.name, job]));
      const wanted =
        names.join() === 'all' ? [...known.values()] : names.map((name) => known.get(name) ?? refuse(name));
      const outcomes = await calendar.run(wanted, {
        giveUpAfterMs: seconds(waitSeconds),
        onWait: (jobs, running) => console.error(waiting(jobs, running, waitSeconds)),
      });
      for (const { job, error } of outcomes)
        console.log(error === undefined ? `${job} done` : `${job} failed: ${error}`);
      return outcomes.some(({ error }) => error !== undefined) ? 1 : 0;
    });
  },
};

const waiting = (jobs: readonly string[], running: boolean, waitSeconds: number): string =>
  running
    ? `waiting for the end of what runs: ${jobs.join(', ')}`
    : `waiting for a worker to take ${jobs.join(', ')}; giving up after ${waitSeconds} s`;

function readWords(args: readonly string[]): { names: string[]; waitSeconds: number } {
  const { positionals: names, values } = parsed(args);
  const { wait = String(defaultWaitSeconds) } = values;
  if (!/^[1-9]\d{0,5}$/.test(wait)) throw new UsageError(`${wait} is no number of seconds`);
  return { names, waitSeconds: Number(wait) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { wait: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function refuse(name: string): never {
  throw new UsageError(`${name} is no job of the calendar`);
}
