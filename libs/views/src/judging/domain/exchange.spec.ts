import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgingSettings } from '../judging.settings.js';
import { type BriefAudience, exchangeFindings, isExchanged } from './exchange.js';

const rules = judgingSettings.fallback.exchange;
const sent: BriefAudience = { viewers: 30, usual: 3, accompanied: 26, expected: 2.04 };

describe('brief viewers of a moment', () => {
  it('are sent there when they meet at other moments as chance does not let them', () => {
    expect(isExchanged(sent, rules)).toBe(true);
    expect(isExchanged({ ...sent, accompanied: 4 }, rules)).toBe(false);
  });

  it('share a niche when those who watch much keep the same company', () => {
    expect(isExchanged({ ...sent, expected: 18 }, rules)).toBe(false);
  });

  it('who are fewer than make a cluster are nobody’s doing, however unlikely they are', () => {
    expect(isExchanged({ viewers: 7, usual: 0.1, accompanied: 7, expected: 0.01 }, rules)).toBe(false);
    expect(isExchanged({ viewers: 8, usual: 0.1, accompanied: 8, expected: 0.01 }, rules)).toBe(true);
  });
});

describe('what an exchange says', () => {
  it('is told of those who keep its company and of those who came alone, with what was seen', () => {
    const { accompanied, alone } = exchangeFindings({ ...sent, viewers: 36, expected: 10.44 }, rules);
    const seen = { viewers: 36, usual: 3, accompanied: 26, expected: 10.4 };
    expect(accompanied).toEqual({ rule: 'exchange', strength: expect.closeTo(1 - 10.44 / 26), seen });
    expect(alone).toEqual({ rule: 'exchange_alone', strength: expect.closeTo(1 - 3 / 10), seen });
  });

  it('is enough to hold views, never to lose them: a list that somebody recommends sends people, too', () => {
    const { invalidFrom, heldFrom } = judgingSettings.fallback;
    const strength = exchangeFindings({ ...sent, expected: 0.01 }, rules).accompanied?.strength;
    expect(strength).toBeGreaterThanOrEqual(heldFrom);
    expect(strength).toBeLessThan(invalidFrom);
  });

  it('is nothing of those who came alone when no more of them came than usually do', () => {
    expect(exchangeFindings({ ...sent, viewers: 29 }, rules).alone).toBeUndefined();
    expect(exchangeFindings({ ...sent, viewers: 26 }, rules).alone).toBeUndefined();
  });

  it('never accuses more viewers than are above what chance gives', () => {
    const count = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(count, count, fc.double({ min: 0, max: 10_000, noNaN: true }), (accompanied, others, honest) => {
        const audience = { viewers: accompanied + others, usual: honest, accompanied, expected: honest };
        const found = exchangeFindings(audience, rules);
        expect((found.accompanied?.strength ?? 0) * accompanied).toBeLessThanOrEqual(Math.max(0, accompanied - honest));
        expect((found.alone?.strength ?? 0) * others).toBeLessThanOrEqual(Math.max(0, others - honest));
      }),
    );
  });
});
