import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { CommandLine } from '../support/cli.js';

let operator: CommandLine;
beforeAll(async () => {
  operator = await CommandLine.open();
});
afterAll(() => operator.close());

const cli = (...args: string[]) => operator.run(...args);

const day = '2026-01-10';
const momentId = newId<'moment'>();
const moment = toGlobalId('moment', momentId);

const hold = `
  insert into view_judgements (day, moment_id, event_id, verdict, rule, explanation, judged_at)
  values ($1, $2, $3, 'held', 'ring', '{"strength": 0.6, "findings": []}', now())`;
const audited = 'select actor_id, action, subject, details from audit_log where subject = $1 order by at';

describe('held views on the command line', () => {
  it('are explained, released and invalidated, and each decision is audited', async () => {
    expect(await cli('views', 'explain', moment, day)).toMatchObject({ code: 0, out: 'no view is judged\n' });
    await operator.client.query(hold, [day, momentId, newId()]);
    const { out } = await cli('views', 'explain', moment, day);
    expect(out).toMatch(/held +1 +ring\n.*"strength":0.6/);

    expect(await cli('views', 'release', moment, day, 'a school')).toMatchObject({ code: 0 });
    expect(await cli('views', 'invalidate', moment, day, 'no school after all')).toMatchObject({ code: 0 });
    expect((await operator.client.query(audited, [moment])).rows).toEqual([
      { actor_id: null, action: 'held_views.released', subject: moment, details: { day, note: 'a school' } },
      {
        actor_id: null,
        action: 'held_views.invalidated',
        subject: moment,
        details: { day, note: 'no school after all' },
      },
    ]);
    const decided = await operator.client.query('select decision from view_decisions where moment_id = $1', [momentId]);
    expect(decided.rows).toEqual([{ decision: 'invalidate' }]);
  });

  it('are judged again by day; what is no day, moment or reason is refused and decides nothing', async () => {
    const [judged, noDay, noMoment, noNote] = await Promise.all([
      cli('views', 'judge', '2026-01-11'),
      cli('views', 'judge', '2026-02-30'),
      cli('views', 'release', 'mom_1', day, 'a school'),
      cli('views', 'release', toGlobalId('moment', newId<'moment'>()), day, ' '),
    ]);
    expect(judged).toMatchObject({ code: 0, out: expect.stringContaining('0 views are invalid, 0 are held') });
    expect(noDay.code).toBe(2);
    expect(noMoment.code).toBe(2);
    expect(noNote.code).toBe(1);
    expect((await operator.client.query(audited, [moment])).rowCount).toBe(2);
    expect((await operator.client.query('select from view_decisions')).rowCount).toBe(1);
  });
});
