import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const deliveryRule = z.strictObject({
  /** Tries in all; the n-th retry waits `firstRetrySeconds` · 2ⁿ⁻¹. */
  attempts: z.number().int().min(1).max(20),
  firstRetrySeconds: z.number().int().min(1).max(3_600),
  /** How long an endpoint may take to answer. */
  timeoutMs: z.number().int().min(100).max(30_000),
  /** Messages, and what became of them, are kept this long. */
  keepDays: z.number().int().min(1).max(365),
  /** An endpoint at which nothing has arrived for so long is disabled. */
  disableAfterDays: z.number().min(0).max(365),
  /** For how long messages are signed with the secret that another one replaces, too. */
  overlapHours: z.number().min(0).max(720),
  /** Plain HTTP, and addresses of private networks: only where everything runs on one machine. */
  allowPrivateNetworks: z.boolean(),
  endpointsPerSeller: z.number().int().min(1).max(100),
});

export type DeliveryRule = z.output<typeof deliveryRule>;

/** How messages are delivered. */
export const webhookDelivery = defineSetting({
  name: 'webhooks.delivery',
  schema: deliveryRule,
  fallback: {
    attempts: 5,
    firstRetrySeconds: 10,
    timeoutMs: 10_000,
    keepDays: 14,
    disableAfterDays: 3,
    overlapHours: 24,
    allowPrivateNetworks: false,
    endpointsPerSeller: 10,
  },
});
