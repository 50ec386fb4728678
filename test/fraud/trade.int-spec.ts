import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trade } from './attacks/crowds.js';
import { circlesSource, honestCircles } from './circles.js';
import { judgeDay, type JudgedDay } from './judged-day.js';

/** A day on which many creators watch creators: some by appointment, and some because they are fond of each other. */
let judged: JudgedDay;

beforeAll(async () => {
  judged = await judgeDay(7, (world) => {
    trade({ members: 40, given: 20, camouflaged: 3 })(world, 'trade');
    honestCircles(world);
  });
});

afterAll(() => judged.close());

describe('a trade of views among creators', () => {
  it('is hardly paid where honest creators watch each other, too', () => {
    expect(judged.shareOf('trade')).toBeLessThanOrEqual(0.05);
  });

  it('hardly takes anything from these, or from everybody else', () => {
    expect(judged.shareOf(circlesSource)).toBeGreaterThanOrEqual(0.95);
    expect(judged.shareOf('honest')).toBeGreaterThanOrEqual(0.99);
  });
});
