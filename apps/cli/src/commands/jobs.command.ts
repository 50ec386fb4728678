import { QueueDesk } from '@moments/platform';
import { type Command, exactly, json, takeFlag, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

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
      const counts = await app.get(QueueDesk).counts();
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
      const counts = await app.get(QueueDesk).counts();
      const dead = counts.filter(({ state }) => state === 'dead');
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
      const jobs = await app.get(QueueDesk).ofName(name);
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
    const id = number === undefined ? undefined : readJobId(number);
    return withServices(config, async (app) => {
      const count = await app.get(QueueDesk).retry(name, id);
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
      const count = await app.get(QueueDesk).forget(name, id);
      console.log(count === 0 ? `there is no dead job ${name} ${id}` : 'forgotten');
      return count === 0 ? 1 : 0;
    });
  },
};
