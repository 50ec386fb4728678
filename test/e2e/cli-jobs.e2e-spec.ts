import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
  for (const key of ['mended', 'hopeless']) {
    await operator.client.query(
      `select graphile_worker.add_job('transcode-asset', json_build_object('assetId', $1::text), job_key => $1)`,
      [key],
    );
  }
  await operator.client.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = E'the disk is full\\n  at somewhere'`,
  );
  await operator.client.query(`select graphile_worker.add_job('views-judge', run_at => now() + interval '1 hour')`);
});
afterAll(() => operator.close());

const cli = (...args: string[]) => operator.run(...args);
const numberOf = async (key: string) => {
  const { rows } = await operator.client.query<{ id: string }>(
    'select id::text from graphile_worker._private_jobs where key = $1',
    [key],
  );
  return rows[0]?.id ?? '';
};

describe('jobs on the command line', () => {
  it('are counted by name and state, for people and for programs', async () => {
    const [list, asJson, dead] = await Promise.all([
      cli('jobs', 'list'),
      cli('jobs', 'list', '--json'),
      cli('jobs', 'dead', '--json'),
    ]);
    expect(list.out).toMatch(/^transcode-asset +dead +2 /m);
    expect(list.out).toMatch(/^views-judge +scheduled +1 /m);
    expect(JSON.parse(asJson.out)).toMatchObject([
      { job: 'transcode-asset', state: 'dead', count: 2 },
      { job: 'views-judge', state: 'scheduled', count: 1 },
    ]);
    expect(dead.code).toBe(1);
    expect(JSON.parse(dead.out)).toMatchObject([{ job: 'transcode-asset', count: 2 }]);
  });

  it('are shown one by one, tried again by number, and forgotten when nothing can be mended', async () => {
    const [mended, hopeless] = [await numberOf('mended'), await numberOf('hopeless')];
    const { out } = await cli('jobs', 'show', 'transcode-asset');
    expect(out).toContain(`${mended}  dead  try 25 of 25`);
    expect(out).toContain('{"assetId":"mended"}\n  the disk is full');

    expect(await cli('jobs', 'retry', 'transcode-asset', mended)).toMatchObject({
      code: 0,
      out: '1 jobs will be tried again\n',
    });
    expect(await cli('jobs', 'forget', 'transcode-asset', mended)).toMatchObject({ code: 1 });
    expect(await cli('jobs', 'forget', 'transcode-asset', hopeless)).toMatchObject({ code: 0, out: 'forgotten\n' });
    const { rows } = await operator.client.query(
      `select key, attempts from graphile_worker._private_jobs where key is not null`,
    );
    expect(rows).toEqual([{ key: 'mended', attempts: 0 }]);
    expect(await cli('jobs', 'dead')).toMatchObject({ code: 0, out: '' });
  });

  it('that are not there are not tried again', async () => {
    expect(await cli('jobs', 'retry', 'transcode-assets')).toMatchObject({
      code: 1,
      out: '0 jobs will be tried again\n',
    });
    expect(await cli('jobs', 'retry', 'transcode-asset', 'all')).toMatchObject({ code: 2 });
  });
});

describe('the command line', () => {
  it('tells what there is, what a command does, and what was probably meant', async () => {
    const [all, one, slip] = await Promise.all([cli(), cli('jobs', 'retry', '--help'), cli('jobs', 'retyr')]);
    expect(all).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes:') });
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/^usage: cli jobs retry NAME \[NUMBER\]\n/) });
    expect(slip).toMatchObject({ code: 2, out: '', errors: expect.stringContaining('jobs retry NAME') });
  });

  it('says which server does not answer, with a code of its own', async () => {
    const away = await operator.runIn({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/none' }, ['jobs', 'list']);
    expect(away).toMatchObject({ code: 3, out: '' });
    expect(away.errors).toMatch(/^No answer from 127\.0\.0\.1:9 \(ECONNREFUSED\).*\n$/);
  });
});
