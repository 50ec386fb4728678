import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

it('the jobs of the calendar are shown, those of all libs among them', async () => {
  const { code, out } = await operator.run('jobs', 'calendar');
  expect(code).toBe(0);
  for (const job of ['close-reward-days', 'advance-engagements', 'views-judge']) expect(out).toContain(job);
});

it('what is no job of the calendar is not run', async () => {
  expect(await operator.run('jobs', 'run', 'close-reward-day')).toMatchObject({ code: 2 });
  expect(await operator.run('jobs', 'run')).toMatchObject({ code: 2 });
});

it('a job that no worker takes is waited for as long as is said, and that is told', async () => {
  const { code, out, errors } = await operator.run('jobs', 'run', 'views-judge', '--wait', '1');
  expect({ code, out, errors }).toEqual({
    code: 1,
    out: 'views-judge failed: no worker has taken it; it stays in the queue\n',
    errors: 'waiting for a worker to take views-judge; giving up after 1 s\n',
  });
  expect(await operator.run('jobs', 'run', 'views-judge', '--wait', 'long')).toMatchObject({ code: 2 });
});

it('a batch runs the commands that it is told, one after the other, and says how each ended', async () => {
  const said = '["jobs","dead"]\n["rewards","close","no day"]\n["jobs","dead"]\n';
  const { code, out } = await operator.runIn({}, ['batch'], said);
  expect(out).toBe('{"exitCode":0}\n{"exitCode":2}\n{"exitCode":0}\n');
  expect(code).toBe(2);
});
