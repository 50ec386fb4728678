import { z } from 'zod';
import { evaluateFormula, FormulaError, namesOf } from '../../policy/domain/formula.js';

/** What a fund is for. */
export const fundPurposes = ['LARGE_AUTHORS', 'NEWCOMERS', 'CHALLENGES'] as const;
export type FundPurpose = (typeof fundPurposes)[number];

/** What is counted of a creator in a period, by the names that a formula may use. */
export const fundFactNames = [
  'views',
  'qualified',
  'completed',
  'watchMinutes',
  'moments',
  'activeDays',
  'followers',
] as const;
export type FundFactName = (typeof fundFactNames)[number];
export type FundFacts = Readonly<Record<FundFactName, number>>;

const count = z.int().min(0).max(1_000_000_000);
const maxPointsFormula = 300;

/** How points are computed: a formula over the facts; below zero is none. */
const pointsFormula = z
  .string()
  .min(1)
  .max(maxPointsFormula)
  .superRefine((text, context) => {
    const message = faultOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** The rules of a period: who shares in it, by which points, and how much one may get at most. */
export const fundRulesSchema = z.strictObject({
  qualify: z.strictObject({
    minQualifiedViews: count.default(0),
    minFollowers: count.default(0),
    /** For newcomers: the most that one may have. */
    maxFollowers: count.nullish(),
    /** For newcomers: first approved at most so many days before the period's end. */
    approvedWithinDays: z.int().min(0).max(3_650).nullish(),
  }),
  points: pointsFormula,
  /** The largest share of one creator, in basis points of the pool. */
  capBps: z.int().min(1).max(10_000),
});

export type FundRules = z.output<typeof fundRulesSchema>;

/** A creator as a period sees them. */
export interface FundCandidate {
  facts: FundFacts;
  /** Business days from their first approval to the end of the period. */
  approvedDays: number;
}

/** Whether somebody shares in a period. */
export function qualifies({ facts, approvedDays }: FundCandidate, { qualify }: FundRules): boolean {
  const { minQualifiedViews, minFollowers, maxFollowers, approvedWithinDays } = qualify;
  if (facts.qualified < minQualifiedViews || facts.followers < minFollowers) return false;
  if (maxFollowers != null && facts.followers > maxFollowers) return false;
  return approvedWithinDays == null || approvedDays <= approvedWithinDays;
}

export const factNumbers = (facts: FundFacts): Record<FundFactName, bigint> =>
  Object.fromEntries(fundFactNames.map((name) => [name, BigInt(facts[name])])) as Record<FundFactName, bigint>;

/** What is wrong with a formula of points. */
function faultOf(text: string): string | undefined {
  try {
    const known: readonly string[] = fundFactNames;
    const unknown = [...namesOf(text)].find((name) => !known.includes(name));
    if (unknown !== undefined) return `knows no ${unknown}, only ${fundFactNames.join(', ')}`;
    // A fact may be nothing for somebody, and nobody's points may fail.
    if (/\/(?!\s*0*[1-9])/.test(text)) return 'divides by something else than a number above zero';
    evaluateFormula(text, factNumbers(noFacts));
    return undefined;
  } catch (error) {
    if (error instanceof FormulaError) return error.message;
    throw error;
  }
}

const noFacts: FundFacts = {
  ...{ views: 0, qualified: 0, completed: 0, watchMinutes: 0 },
  ...{ moments: 0, activeDays: 0, followers: 0 },
};
