import { defineSetting } from '@moments/platform';
import { z } from 'zod';
import { days, hours } from '@moments/kernel';

/** What a creator order may be. */
export const orderLimits = defineSetting({
  name: 'campaigns.orders',
  schema: z.object({
    maxTitleLength: z.int().min(1),
    maxBriefLength: z.int().min(1),
    maxProducts: z.int().min(1),
    maxPlaces: z.int().min(1),
    /** Of one seller, that are not published. */
    maxDrafts: z.int().min(1),
    /** Who wait for the seller's answer, of one order. */
    maxApplicants: z.int().min(1),
    /** In one call. */
    maxInvitations: z.int().min(1),
    /** Of the price paid, in hundredths of a percent. */
    maxCommissionBps: z.int().min(0).max(10_000),
    maxKeepPublishedDays: z.int().min(1).max(3_650),
    /** How near and how far the deadline may be when an order is published. */
    minAheadMs: z.int().min(0),
    maxAheadMs: z.int().min(1),
    /** How often changes may be asked for. */
    revisions: z.int().min(0).max(10),
    /** For how long a product's category counts as shown by whoever tagged it. */
    categoryMs: z.int().min(1),
    /** How long before their time is over whoever has to act is reminded. */
    reminderMs: z.int().min(1),
  }),
  fallback: {
    maxTitleLength: 120,
    maxBriefLength: 5_000,
    maxProducts: 10,
    maxPlaces: 10_000,
    maxDrafts: 100,
    maxApplicants: 1_000,
    maxInvitations: 100,
    maxCommissionBps: 8_000,
    maxKeepPublishedDays: 365,
    minAheadMs: hours(1),
    maxAheadMs: days(180),
    revisions: 2,
    categoryMs: days(365),
    reminderMs: hours(24),
  },
});

export type OrderLimits = typeof orderLimits.fallback;

/** How much the two sides may write to each other. */
export const threadLimits = defineSetting({
  name: 'campaigns.threads',
  schema: z.object({
    maxLength: z.int().min(1),
    maxMessages: z.int().min(1),
    /** Of one side. */
    maxPerHour: z.int().min(1),
  }),
  fallback: { maxLength: 1_000, maxMessages: 200, maxPerHour: 20 },
});
