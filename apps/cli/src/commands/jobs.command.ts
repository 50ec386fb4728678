import { Database, execute, statement } from '@moments/platform';
import { type Command, exactly } from '../command.js';
import { withServices } from '../operator-app.js';

const deadJobs = statement(
  'cli.dead-jobs',
  `select tasks.identifier as job, count(*)::int as count, max(jobs.updated_at) as "lastAt", max(jobs.last_error) as "lastError"
     from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    where jobs.attempts >= jobs.max_attempts and jobs.locked_at is null
    group by tasks.identifier order by tasks.identifier`,
);

const retryDead = `
  update graphile_worker._private_jobs as jobs set attempts = 0, run_at = now(), last_error = null
    from graphile_worker._private_tasks as tasks
   where tasks.id = jobs.task_id and tasks.identifier = $1
     and jobs.attempts >= jobs.max_attempts and jobs.locked_at is null`;

interface DeadJobs {
  job: string;
  count: number;
  lastAt: Date;
  lastError: string | null;
}

export const jobsDead: Command = {
  name: 'jobs dead',
  usage: '',
  summary: 'shows jobs that have failed for good',
  run: (_, config) =>
    withServices(config, async (app) => {
      const dead = await app.get(Database).read<DeadJobs>(deadJobs);
      for (const { job, count, lastAt, lastError } of dead) {
        console.log(`${job} ${count} ${lastAt.toISOString()} ${lastError?.split('\n')[0] ?? ''}`);
      }
      return dead.length === 0 ? 0 : 1;
    }),
};

export const jobsRetry: Command = {
  name: 'jobs retry',
  usage: 'NAME',
  summary: 'gives the dead jobs of a name all their tries again',
  run: (args, config) => {
    const [name = ''] = exactly(args, 1);
    return withServices(config, async (app) => {
      const count = await app.get(Database).transaction((tx) => execute(tx, retryDead, [name]));
      console.log(`${count} jobs will be tried again`);
      return 0;
    });
  },
};
