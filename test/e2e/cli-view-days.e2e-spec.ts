import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

const cli = (...args: string[]) => operator.run(...args);

// A day that was closed with one view whose events have since been found never to have been.
const close = `
  insert into view_days (day, closed_at, rules, moments, views, qualified)
  values ('2026-01-10', now(), '{"minWatchMs": 5000, "minStillMs": 5000, "seenAfterMs": 1000}', 0, 0, 0)`;
const freeze = `
  insert into moment_view_days (moment_id, day, creator_id, views, qualified, own, promoted, invalid, too_short, held,
                                repeated, completed, watch_ms, viewers, timed, retention)
  values ($1, '2026-01-10', $2, 1, 1, 0, 0, 0, 0, 0, 0, 1, 7000, 1, 0, array_fill(0, array[20]))`;

describe('days of views on the command line', () => {
  it('are shown, counted anew, and corrected', async () => {
    expect(await cli('views', 'day', '2026-01-10')).toMatchObject({ code: 0, out: expect.stringContaining('is open') });
    await operator.client.query(freeze, [newId(), newId()]);
    await operator.client.query(close);
    expect(await cli('views', 'recount', '2026-01-10')).toMatchObject({
      code: 1,
      out: '1 moments of 2026-01-10 are corrected\n',
    });
    expect(await cli('views', 'recount', '2026-01-10')).toMatchObject({
      code: 0,
      out: '2026-01-10 agrees with its events\n',
    });
    const { out } = await cli('views', 'day', '2026-01-10');
    expect(out).toMatch(/ qualified +1 +-1 +0\n/);
    expect(out).toMatch(/ watch_ms +7000 +-7000 +0\n/);
  });

  it('are named as days', async () => {
    expect(await cli('views', 'recount', '2026-02-30')).toMatchObject({ code: 2 });
    expect(await cli('views', 'recount', '2026-01-11')).toMatchObject({ code: 1 });
  });
});
