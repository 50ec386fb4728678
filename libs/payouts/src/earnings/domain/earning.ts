import type { AccountId, BusinessDay, CampaignId, Money, MomentId } from '@moments/kernel';
import type { AccountAddress } from '@moments/ledger';

/** Why a creator has money, or has it no more. */
export const statementKinds = [
  'VIEW_REWARD',
  'PURCHASE_COMMISSION',
  'FUND_SHARE',
  'ORDER_REWARD',
  'RETURN_CLAWBACK',
  'CORRECTION',
  'TAX_WITHHELD',
  'PAYOUT',
  'PAYOUT_RETURNED',
] as const;

export type StatementKind = (typeof statementKinds)[number];

/** What can be written as JSON and read back the same. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/** What an amount follows from: recomputing the formula over the inputs gives it to the minor unit. */
export interface EarningBasis {
  readonly policyVersion?: number;
  readonly inputs: Json;
  readonly formula: string;
}

/** One fact that a creator earns by, or is taken something back for. */
export interface Earning {
  /** Follows from the fact (`reward:<day>:<momentId>:views`): what is known under a creator's key is not recorded again. */
  readonly key: string;
  readonly creatorId: AccountId;
  /** The business day that it belongs to. */
  readonly day: BusinessDay;
  readonly kind: StatementKind;
  /** Positive earns, negative takes back; nothing is recorded for nothing. */
  readonly amount: Money;
  /** Where it comes from, or goes back to: `platform:rewards`, a campaign's escrow, a fund's budget. */
  readonly source: AccountAddress;
  readonly momentId?: MomentId;
  readonly campaignId?: CampaignId;
  /** Pending until then. */
  readonly availableAt: Date;
  /** Pending until `EarningsService.confirm` is told of it, however late; `availableAt` is when that is expected. */
  readonly untilConfirmed?: boolean;
  readonly basis: EarningBasis;
  /** Of a correction: the day whose earnings it makes good. */
  readonly corrects?: BusinessDay;
  /**
   * Of what takes back: keys of the creator's lines that it takes back. What of them is still pending goes first; the rest
   * leaves what is available, and what is not there either is owed.
   */
  readonly takesBack?: readonly string[];
}
