import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from './attacks/crowds.js';
import { circlesSource, honestCircles } from './circles.js';
import { judgeDay, type JudgedDay } from './judged-day.js';

/** A day on which some trade views and some are fond of a few: from afar both are many viewers of the same little moments. */
let judged: JudgedDay;

beforeAll(async () => {
  judged = await judgeDay(5, (world) => {
    exchange({ accounts: 160, clients: 12, views: 6 })(world, 'exchange');
    honestCircles(world);
  });
});

afterAll(() => judged.close());

describe('an exchange of views', () => {
  it('is hardly paid, though no two of its accounts watch the same', () => {
    expect(judged.shareOf('exchange')).toBeLessThanOrEqual(0.05);
  });

  it('is held, not lost, by its company alone', async () => {
    const [counts] = await judged.sql<{ held: number; lost: number }>(
      `select count(*) filter (where verdict = 'held')::int as held,
              count(*) filter (where verdict = 'invalid')::int as lost
         from view_judgements
        where day = $1 and not jsonb_path_exists(explanation, '$.findings[*] ? (@.rule != "exchange")')`,
      [judged.day],
    );
    expect(counts?.held).toBeGreaterThan(20);
    expect(counts?.lost).toBe(0);
  });

  it('hardly takes anything from circles in which all follow all, or from everybody else', () => {
    expect(judged.shareOf(circlesSource)).toBeGreaterThanOrEqual(0.97);
    expect(judged.shareOf('honest')).toBeGreaterThanOrEqual(0.99);
  });
});
