import type { AccountId, BusinessDay, CampaignId, Money, MomentId, StatementLineId } from '@moments/kernel';
import type { EarningBasis, StatementKind } from './domain/earning.js';

/** One line of a creator's statement. */
export interface StatementLineView {
  readonly id: StatementLineId;
  readonly creatorId: AccountId;
  readonly day: BusinessDay;
  readonly kind: StatementKind;
  readonly amount: Money;
  readonly momentId?: MomentId;
  readonly campaignId?: CampaignId;
  readonly availableAt: Date;
  readonly recordedAt: Date;
  readonly basis: EarningBasis;
}

/** What a creator has, in the marketplace's currency. */
export interface CreatorBalance {
  /** Earned, and may still be taken back. */
  readonly pending: Money;
  /** Can be paid out; negative when more was taken back than there was. */
  readonly available: Money;
  /** On its way to the bank. */
  readonly inTransit: Money;
  /** Paid out so far. */
  readonly paid: Money;
}

/** Where a page of a statement goes on: newest day first. */
export interface StatementPosition {
  readonly day: BusinessDay;
  readonly id: StatementLineId;
}
