import type { Finding } from './person.js';
import { surpriseOf } from './ring.js';

/** Those of a moment's viewers who are here for a little only, beside what is usual. All counts are of viewers. */
export interface BriefAudience {
  viewers: number;
  /** How many would be there, by how many of those who watch much watched the moment. */
  usual: number;
  /** Who of them also watched conspicuous moments of other creators, and how many would have by chance. */
  accompanied: number;
  expected: number;
}

interface ExchangeRules {
  viewers: number;
  surprise: number;
  strength: number;
}

/** What an exchange says against a moment's brief viewers: those who keep its company, and the rest. */
export interface ExchangeFindings {
  accompanied?: Finding;
  alone?: Finding;
}

// Less than this is no reason, and there is much of it.
const least = 0.3;

/** Whether a moment's brief viewers meet at the same moments of others too often for chance: the exponent of its bound. */
export const isExchanged = ({ viewers, accompanied, expected }: BriefAudience, rules: ExchangeRules): boolean =>
  accompanied >= rules.viewers && surpriseOf({ shared: accompanied, expected, size: viewers }) >= rules.surprise;

/**
 * What is said of an exchanged moment's views. Either strength is at most the share of such viewers that chance does not
 * explain, so that it bounds what is lost of honest ones; and at most the rules' own, as people whom one list elsewhere has
 * sent look the same.
 */
export function exchangeFindings(audience: BriefAudience, { strength: most }: ExchangeRules): ExchangeFindings {
  const { viewers, usual, accompanied, expected } = audience;
  const seen = { viewers, usual, accompanied, expected: Math.round(expected * 10) / 10 };
  const found = (rule: string, honest: number, of: number): Finding | undefined => {
    const strength = Math.min(most, 1 - honest / Math.max(1, of));
    return strength < least ? undefined : { rule, strength, seen };
  };
  return {
    accompanied: found('exchange', expected, accompanied),
    alone: found('exchange_alone', usual, viewers - accompanied),
  };
}
