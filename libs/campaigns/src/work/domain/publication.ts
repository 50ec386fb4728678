import { type ProductId, unreachable } from '@moments/kernel';
import type { OrderedMoment } from '@moments/moments';
import { missingCards } from './submission.js';

/** What is found of an approved moment: kept as agreed, not to be seen for a reason of nobody's fault, or gone. */
export const publicationOutcomes = ['KEPT', 'WAITING', 'TAKEN_DOWN', 'CARD_REMOVED'] as const;
export type PublicationOutcome = (typeof publicationOutcomes)[number];

/**
 * Whether an approved moment is still what was ordered. WAITING: moderators look at it, or it waits for its own hour;
 * that is neither kept nor taken down. Whoever took it away, its author or moderators, it did not stay.
 */
export function publicationOf(
  moment: Pick<OrderedMoment, 'status' | 'productIds'> | undefined,
  ordered: readonly ProductId[],
): PublicationOutcome {
  if (!moment) return 'TAKEN_DOWN';
  switch (moment.status) {
    case 'FAILED':
    case 'REJECTED':
    case 'REMOVED':
      return 'TAKEN_DOWN';
    case 'PUBLISHED':
    case 'DRAFT':
    case 'PROCESSING':
    case 'IN_REVIEW':
      if (missingCards(moment.productIds, ordered) > 0) return 'CARD_REMOVED';
      return moment.status === 'PUBLISHED' ? 'KEPT' : 'WAITING';
    default:
      return unreachable(moment.status);
  }
}
