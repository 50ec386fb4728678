import { Database, execute, statement } from '@moments/platform';
import { type Command, exactly, json, takeFlag, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

const state = `case when jobs.locked_at is not null then 'running'
                    when jobs.attempts >= jobs.max_attempts then 'dead'
                    when jobs.run_at > now() then 'scheduled'
                    else 'waiting' end`;

const countJobs = statement(
  'cli.jobs',
  `select tasks.identifier as job, ${state} as state, count(*)::int as count, min(jobs.run_at) as "runAt",
          max(jobs.attempts) as attempts, max(jobs.last_error) as "lastError"
     from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    group by 1, 2 order by 1, 2`,
);

const deadJobs = statement(
  'cli.dead-jobs',
  `select tasks.identifier as job, count(*)::int as count, max(jobs.updated_at) as "lastAt", max(jobs.last_error) as "lastError"
     from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    where jobs.attempts >= jobs.max_attempts and jobs.locked_at is null
    group by tasks.identifier order by tasks.identifier`,
);

const jobsOfName = statement(
  'cli.jobs-of-name',
  `select jobs.id::text, ${state} as state, jobs.attempts, jobs.max_attempts as "maxAttempts", jobs.run_at as "runAt",
          jobs.locked_by as "lockedBy", jobs.payload, jobs.last_error as "lastError"
     from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    where tasks.identifier = $1 order by jobs.run_at, jobs.id limit 200`,
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

interface JobCount {
  job: string;
  state: string;
  count: number;
  runAt: Date;
  attempts: number;
  lastError: string | null;
}

interface DeadJobs {
  job: string;
  count: number;
  lastAt: Date;
  lastError: string | null;
}

interface OneJob {
  id: string;
  state: string;
  attempts: number;
  maxAttempts: number;
  runAt: Date;
  lockedBy: string | null;
  payload: unknown;
  lastError: string | null;
}

const firstLine = (text: string | null): string => text?.split('\n')[0] ?? '';

function readJobId(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw new UsageError(`${text} is no job's number; "jobs show NAME" tells them`);
  return text;
}

export const jobsList: Command = {
  name: 'jobs list',
  usage: '[--json]',
  summary: 'shows how many jobs wait, are scheduled, run, or have failed for good, by name',
  details: ['The instant is of the one that is due first; a failed one is "scheduled" until its next try.'],
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    exactly(rest, 0);
    return withServices(config, async (app) => {
      const counts = await app.get(Database).read<JobCount>(countJobs);
      if (asJson) console.log(json(counts));
      else if (counts.length === 0) console.log('no job waits');
      else
        for (const { job, state, count, runAt, attempts, lastError } of counts) {
          const tries = attempts > 0 ? `  up to ${attempts} tries  ${firstLine(lastError)}` : '';
          console.log(
            `${job.padEnd(36)} ${state.padEnd(9)} ${String(count).padStart(7)}  ${runAt.toISOString()}${tries}`,
          );
        }
      return 0;
    });
  },
};

export const jobsDead: Command = {
  name: 'jobs dead',
  usage: '[--json]',
  summary: 'shows jobs that have failed for good; exit code 1 when there are any',
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    exactly(rest, 0);
    return withServices(config, async (app) => {
      const dead = await app.get(Database).read<DeadJobs>(deadJobs);
      if (asJson) console.log(json(dead));
      else
        for (const { job, count, lastAt, lastError } of dead) {
          console.log(`${job} ${count} ${lastAt.toISOString()} ${firstLine(lastError)}`);
        }
      return dead.length === 0 ? 0 : 1;
    });
  },
};

export const jobsShow: Command = {
  name: 'jobs show',
  usage: 'NAME [--json]',
  summary: 'shows each job of a name: its number, state, tries, what it is about and why it failed last',
  details: ['At most 200, the one that is due first before the others.'],
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    const [name = ''] = exactly(rest, 1);
    return withServices(config, async (app) => {
      const jobs = await app.get(Database).read<OneJob>(jobsOfName, [name]);
      if (asJson) console.log(json(jobs));
      else if (jobs.length === 0) console.log(`no job ${name} waits, runs or has failed`);
      else
        for (const { id, state, attempts, maxAttempts, runAt, payload, lastError } of jobs) {
          console.log(
            `${id}  ${state}  try ${attempts} of ${maxAttempts}  ${runAt.toISOString()}  ${JSON.stringify(payload)}`,
          );
          if (lastError) console.log(`  ${lastError.split('\n').slice(0, 3).join('\n  ')}`);
        }
      return 0;
    });
  },
};

export const jobsRetry: Command = {
  name: 'jobs retry',
  usage: 'NAME [NUMBER]',
  summary: 'gives the dead jobs of a name all their tries again; with a number, has that one job tried now',
  details: ['Mend the cause first. Exit code 1 when there is nothing to try.'],
  run: (args, config) => {
    if (args.length < 1 || args.length > 2) throw new UsageError('takes one or two arguments');
    const [name = '', number] = args;
    const id = number === undefined ? null : readJobId(number);
    return withServices(config, async (app) => {
      const count = await app.get(Database).transaction((tx) => execute(tx, retry, [name, id]));
      console.log(`${count} jobs will be tried again`);
      return count === 0 ? 1 : 0;
    });
  },
};

export const jobsForget: Command = {
  name: 'jobs forget',
  usage: 'NAME NUMBER',
  summary: 'deletes one job that has failed for good and that nobody will need any more',
  details: ['For what cannot be mended: what the job was to do is then never done. "jobs show NAME" first.'],
  run: (args, config) => {
    const [name = '', number = ''] = exactly(args, 2);
    const id = readJobId(number);
    return withServices(config, async (app) => {
      const count = await app.get(Database).transaction((tx) => execute(tx, forget, [name, id]));
      console.log(count === 0 ? `there is no dead job ${name} ${id}` : 'forgotten');
      return count === 0 ? 1 : 0;
    });
  },
};
