import type { AccountId, CampaignId, ProductId } from '@moments/kernel';
import { NotFound } from '@moments/kernel';
import type { OrderedMoment } from '@moments/moments';
import { MomentLacksCards, MomentLacksLabel, MomentNotForOrder, MomentNotReady } from '../work.errors.js';

/** What an order asks of a moment that is made for it. */
export interface Ordered {
  readonly campaignId: CampaignId;
  readonly creatorId: AccountId;
  readonly productIds: readonly ProductId[];
  readonly erid?: string;
}

/** How many of the ordered products a moment does not show. */
export const missingCards = (shown: ReadonlySet<ProductId>, ordered: readonly ProductId[]): number =>
  ordered.filter((id) => !shown.has(id)).length;

/**
 * Whether a moment is what was ordered. Throws `NotFound` for a moment of somebody else, `MomentNotForOrder`,
 * `MomentNotReady`, `MomentLacksCards`, `MomentLacksLabel`.
 */
export function checkSubmission(moment: OrderedMoment | undefined, ordered: Ordered): OrderedMoment {
  if (moment?.authorId !== ordered.creatorId || moment.status === 'REMOVED') throw new NotFound('moment', ['momentId']);
  if (moment.campaignId !== ordered.campaignId) throw new MomentNotForOrder();
  // What is ready waits as a draft; whatever is published already was let out before.
  if (moment.status !== 'DRAFT') throw new MomentNotReady(moment.status);
  const missing = missingCards(moment.productIds, ordered.productIds);
  if (missing > 0) throw new MomentLacksCards(missing, ['momentId']);
  if (!moment.disclosure || moment.disclosure.erid !== ordered.erid) throw new MomentLacksLabel();
  return moment;
}
