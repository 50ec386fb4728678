import '../definitions.js';
import { Calendar } from '@moments/platform';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

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
  usage: 'NAME …|all',
  summary: 'has the worker do jobs of the calendar now, and waits; exit code 1 when any failed',
  run: (names, config) => {
    if (names.length === 0) throw new UsageError('takes at least one name');
    return withServices(config, async (app) => {
      const calendar = app.get(Calendar);
      const known = new Map(calendar.all().map((job) => [job.name, job]));
      const wanted =
        names.join() === 'all' ? [...known.values()] : names.map((name) => known.get(name) ?? refuse(name));
      const outcomes = await calendar.run(wanted);
      for (const { job, error } of outcomes)
        console.log(error === undefined ? `${job} done` : `${job} failed: ${error}`);
      return outcomes.some(({ error }) => error !== undefined) ? 1 : 0;
    });
  },
};

function refuse(name: string): never {
  throw new UsageError(`${name} is no job of the calendar`);
}
