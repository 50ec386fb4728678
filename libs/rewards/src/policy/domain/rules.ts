import { type BusinessDay, currencies, type Currency } from '@moments/kernel';
import { z } from 'zod';
import { tiersOf } from './tiers.js';

/** Basis points of the whole: 10,000 are all of it. */
export const wholeBps = 10_000;

// Nothing in a policy is without a bound: a slip of the finger must not empty the marketplace's account.
const maxPerThousandMinor = 10_000_000;
const maxCapMinor = 100_000_000_000;
const maxBudgetMinor = 10_000_000_000_000;
const maxCommissionBps = 8_000;
const maxMultiplierBps = 50_000;
const maxCategories = 1_000;

const category = z.string().min(1).max(200);
const perThousandMinor = z.int().min(0).max(maxPerThousandMinor);
const multiplierBps = z.int().min(0).max(maxMultiplierBps);
const commissionBps = z.int().min(0).max(maxCommissionBps);
const byCategory = <Value extends z.ZodType>(value: Value) =>
  z.record(category, value).refine((named) => Object.keys(named).length <= maxCategories, {
    message: `names more than ${maxCategories} categories`,
  });

const rates = z
  .strictObject({
    photoPerThousandMinor: perThousandMinor.describe('Of photos.'),
    byLengthMs: tiersOf({ perThousandMinor }).describe('Of videos, by their length in milliseconds.'),
  })
  .describe('Minor units for 1,000 qualified views.');

/** What a reward policy says. Strict: what nobody knows is refused, not ignored. */
export const rewardRulesSchema = z
  .strictObject({
    currency: z.enum(currencies as [Currency, ...Currency[]]),
    views: z.strictObject({
      standard: rates,
      categories: byCategory(rates).describe('Instead of the standard, by the name of a moment’s category.'),
    }),
    conversion: z
      .strictObject({
        priorBps: z.int().min(0).max(wholeBps).describe('The share of openers who buy, as believed beforehand.'),
        priorOpeners: z.int().min(1).max(1_000_000).describe('How many openers that belief is worth.'),
        byConversionBps: tiersOf({ multiplierBps }),
      })
      .describe('Multiplies by the smoothed share of card openers who bought.'),
    quality: z
      .strictObject({
        byCompletionBps: tiersOf({ multiplierBps }).describe('By the share of qualified views watched to the end.'),
        byOpenStrikes: tiersOf({ multiplierBps }).describe(
          'By how many decisions of moderators count against the creator.',
        ),
      })
      .describe('Multiplies by how well moments are watched and how their creator stands.'),
    commission: z
      .strictObject({
        standardBps: commissionBps,
        categoriesBps: byCategory(commissionBps),
        capPerPurchaseMinor: z.int().min(0).max(maxCapMinor),
      })
      .describe('Of the price paid, without discounts, tax and delivery.'),
    caps: z
      .strictObject({
        momentPerDayMinor: z.int().min(0).max(maxCapMinor),
        creatorPerDayMinor: z.int().min(0).max(maxCapMinor),
      })
      .describe('The most that views bring on a day.'),
    budget: z
      .strictObject({ perDayMinor: z.int().min(0).max(maxBudgetMinor) })
      .describe('The most that all views of a day bring together; what is more is cut for everybody alike.'),
  })
  .superRefine(({ caps, budget }, context) => {
    if (caps.momentPerDayMinor > caps.creatorPerDayMinor) {
      const path = ['caps', 'momentPerDayMinor'];
      context.addIssue({ code: 'custom', path, message: 'must not be more than creatorPerDayMinor' });
    }
    if (caps.creatorPerDayMinor > budget.perDayMinor) {
      const path = ['caps', 'creatorPerDayMinor'];
      context.addIssue({ code: 'custom', path, message: 'must not be more than the budget of a day' });
    }
  });

export type RewardRules = z.output<typeof rewardRulesSchema>;

/** Rules with the day from which they hold, never changed again. */
export interface RewardPolicy {
  /** 1, 2, 3 … in the order published. */
  readonly version: number;
  readonly effectiveFrom: BusinessDay;
  readonly rules: RewardRules;
}

/** JSON Schema (2020-12) of what a policy may say, for whoever writes one. */
export const rewardRulesJsonSchema = (): Record<string, unknown> => ({
  title: 'Reward policy',
  ...z.toJSONSchema(rewardRulesSchema, { io: 'input' }),
});
