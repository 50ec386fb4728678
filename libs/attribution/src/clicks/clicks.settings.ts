import { defineSetting } from '@moments/platform';
import { z } from 'zod';
import { isLinkTemplate } from './domain/product-link.js';

/** Where an opened card leads. */
export const productLinks = defineSetting({
  name: 'attribution.product-links',
  schema: z.object({
    /** With `{externalId}`, the marketplace's name of the product, and `{clickId}`. */
    template: z
      .string()
      .max(1_000)
      .refine(isLinkTemplate, 'must be an https URL with {externalId} and {clickId}, neither of them in its host'),
  }),
  fallback: { template: 'https://marketplace.example/products/{externalId}?click={clickId}' },
});

/** What a click is good for. It goes with each click as it was then: a change is for those who click later. */
export const clickWindow = defineSetting({
  name: 'attribution.click-window',
  schema: z.object({
    /** How long after it a purchase may be owed to it. */
    days: z.number().int().min(1).max(90),
    /** Whether other products of the same seller count, too, when nothing was clicked of the one that was bought. */
    coversSeller: z.boolean(),
  }),
  fallback: { days: 7, coversSeller: false },
});

/** How many cards may be opened within a while. */
export const clickLimits = defineSetting({
  name: 'attribution.click-limits',
  schema: z.object({
    windowSeconds: z.number().int().min(1).max(86_400),
    /** By one account, or in one feed session of somebody who has not signed in. */
    perOpener: z.number().int().min(1).max(100_000),
    /** From one network: many people may share it. */
    perAddress: z.number().int().min(1).max(1_000_000),
  }),
  fallback: { windowSeconds: 60, perOpener: 60, perAddress: 600 },
});
