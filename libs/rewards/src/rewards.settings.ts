import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long before it holds a reward policy is published. */
export const policyNotice = defineSetting({
  name: 'rewards.policy-notice',
  schema: z.object({
    /** Business days: with 1 a policy holds from tomorrow at the earliest, with 0 from today. */
    days: z.int().min(0).max(365),
  }),
  fallback: { days: 1 },
});

/** What it takes to earn, and when somebody who was refused may ask again. */
export const monetizationRules = defineSetting({
  name: 'rewards.monetization',
  schema: z.object({
    minimumAge: z.int().min(0).max(120),
    followers: z.int().min(0).max(1_000_000_000),
    /** Within `qualifiedDays` business days, today among them. */
    qualifiedViews: z.int().min(0).max(1_000_000_000),
    qualifiedDays: z.int().min(1).max(365),
    maxOpenStrikes: z.int().min(0).max(1_000),
    /** After a refusal. */
    retryDays: z.int().min(0).max(3_650),
    /** Unicode code points of an operator's words. */
    maxReasonLength: z.int().min(1).max(10_000),
  }),
  fallback: {
    minimumAge: 18,
    followers: 1_000,
    qualifiedViews: 10_000,
    qualifiedDays: 30,
    maxOpenStrikes: 0,
    retryDays: 30,
    maxReasonLength: 1_000,
  },
});

/** How long a share of a fund may still be taken back before it is available. */
export const fundHold = defineSetting({
  name: 'rewards.fund-hold',
  schema: z.object({ days: z.int().min(0).max(365) }),
  fallback: { days: 14 },
});

/** On how many days at once a draft of a policy may be tried. */
export const simulationLimits = defineSetting({
  name: 'rewards.simulation',
  schema: z.object({ maxDays: z.int().min(1).max(366) }),
  fallback: { maxDays: 31 },
});
