import { after, type CampaignId, idempotencyKey, InvalidInput, type UploadId } from '@moments/kernel';
import { z } from 'zod';
import type { Disclosure } from './domain/moment.js';
import type { MomentLimits } from './moment-settings.js';
import type { ProductCardLimits } from './product-cards/product-card.settings.js';
import { productTags, type ProductTagInput } from './product-cards/product-tags.input.js';

// Postgres holds no NUL, and nothing but line breaks and tabs of the others means anything in a caption.
const controls = /(?![\n\r\t])\p{Cc}/u;

const caption = (limits: MomentLimits) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .refine(
      (text) => Array.from(text).length <= limits.maxCaptionLength,
      `has more than ${limits.maxCaptionLength} characters`,
    )
    .refine((text) => !controls.test(text), 'has control characters');

/** What a new moment may be. */
export const newMoment = (limits: MomentLimits, cards: ProductCardLimits) =>
  z.object({
    uploadIds: z
      .array(z.uuid().transform((id) => id as UploadId))
      .min(1, 'name at least one upload')
      .max(limits.maxPhotos, `name at most ${limits.maxPhotos} uploads`),
    caption: caption(limits),
    commentsEnabled: z
      .boolean()
      .nullish()
      .transform((enabled) => enabled ?? true),
    publishAt: z
      .date()
      .nullish()
      .transform((at) => at ?? null),
    // None and nothing said are the same: so is what a repeated call is compared by.
    productTags: productTags(cards)
      .nullish()
      .transform((tags) => (tags?.length ? tags : undefined)),
    idempotencyKey,
  });

/** What may be changed; what is left out stays. */
export const changedMoment = (limits: MomentLimits, cards: ProductCardLimits) =>
  z.object({
    caption: caption(limits).nullish(),
    commentsEnabled: z.boolean().nullish(),
    productTags: productTags(cards).nullish(),
  });

/** What a moment is to be tied to. */
export interface MomentTies {
  /** In the order in which they are shown. */
  productTags?: readonly ProductTagInput[] | null;
  /**
   * The order that it is made for. `disclosure` tells whom it advertises for, or throws when the author may not make it; it
   * is not asked again for a moment that is there already.
   */
  campaign?: { campaignId: CampaignId; disclosure: () => Promise<Disclosure> };
}

/** Throws `InvalidInput` unless publishing is planned for a later time that is not too far ahead. */
export function checkSchedule(publishAt: Date | null, now: Date, limits: MomentLimits): void {
  if (publishAt === null) return;
  const fail = (message: string) => new InvalidInput([{ field: ['publishAt'], message }]);
  if (publishAt <= now) throw fail('must be in the future');
  const daysAhead = Math.floor(limits.maxScheduleMs / 86_400_000);
  if (publishAt > after(now, limits.maxScheduleMs)) throw fail(`must be within ${daysAhead} days`);
}
