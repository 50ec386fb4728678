import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.js';
import { createTestEnvironment } from '../support/stack.js';

let env: Record<string, string>;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ env, drop } = await createTestEnvironment());
});
afterAll(() => drop());

it('the jobs of the calendar are shown, those of all libs among them', async () => {
  const { code, out } = await runCli(env, ['jobs', 'calendar']);
  expect(code).toBe(0);
  for (const job of ['close-reward-days', 'advance-engagements', 'views-judge']) expect(out).toContain(job);
});

it('what is no job of the calendar is not run', async () => {
  expect(await runCli(env, ['jobs', 'run', 'close-reward-day'])).toMatchObject({ code: 2 });
  expect(await runCli(env, ['jobs', 'run'])).toMatchObject({ code: 2 });
});

it('settings of every lib can be set, also of those whose services no command uses', async () => {
  const { out } = await runCli(env, ['settings', 'list']);
  for (const setting of ['feed.serving', 'campaigns.orders', 'webhooks.delivery', 'moderation.rules']) {
    expect(out).toContain(setting);
  }
});

it('a batch runs the commands that it is told, one after the other, and says how each ended', async () => {
  const said = '["jobs","dead"]\n["rewards","close","no day"]\n["jobs","dead"]\n';
  const { code, out } = await runCli(env, ['batch'], said);
  expect(out).toBe('{"exitCode":0}\n{"exitCode":2}\n{"exitCode":0}\n');
  expect(code).toBe(2);
});
