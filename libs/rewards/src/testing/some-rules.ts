import type { BusinessDay } from '@moments/kernel';
import { type RewardPolicy, type RewardRules, rewardRulesSchema } from '../policy/domain/rules.js';

/** Rules with something of everything, for tests to change. */
export const someRules: RewardRules = rewardRulesSchema.parse({
  currency: 'RUB',
  views: {
    standard: {
      photoPerThousandMinor: 1_000,
      byLengthMs: [
        { from: 0, below: 15_000, perThousandMinor: 1_000 },
        { from: 15_000, perThousandMinor: 2_000 },
      ],
    },
    categories: { Shoes: { photoPerThousandMinor: 3_000, byLengthMs: [{ from: 0, perThousandMinor: 4_000 }] } },
  },
  conversion: {
    priorBps: 200,
    priorOpeners: 50,
    byConversionBps: [
      { from: 0, below: 300, multiplierBps: 10_000 },
      { from: 300, multiplierBps: 12_000 },
    ],
  },
  quality: {
    byCompletionBps: [
      { from: 0, below: 5_000, multiplierBps: 10_000 },
      { from: 5_000, multiplierBps: 15_000 },
    ],
    byOpenStrikes: [
      { from: 0, below: 1, multiplierBps: 10_000 },
      { from: 1, below: 3, multiplierBps: 5_000 },
      { from: 3, multiplierBps: 0 },
    ],
  },
  commission: { standardBps: 300, categoriesBps: { Shoes: 500 }, capPerPurchaseMinor: 1_000_000 },
  caps: { momentPerDayMinor: 500_000, creatorPerDayMinor: 1_000_000 },
  budget: { perDayMinor: 10_000_000 },
});

/** A policy of {@link someRules} with changes. */
export const policyWith = (changes: Partial<RewardRules>, version = 2): RewardPolicy => ({
  version,
  effectiveFrom: '2026-01-01' as BusinessDay,
  rules: rewardRulesSchema.parse({ ...someRules, ...changes }),
});
