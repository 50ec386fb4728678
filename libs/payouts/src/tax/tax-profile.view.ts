import type { AccountId } from '@moments/kernel';

/** As whom a creator is taxed. */
export const taxStatuses = ['SELF_EMPLOYED', 'INDIVIDUAL', 'SOLE_PROPRIETOR'] as const;
export type TaxStatus = (typeof taxStatuses)[number];

export interface TaxProfileView {
  accountId: AccountId;
  status: TaxStatus;
  legalName: string;
  inn: string;
  declaredAt: Date;
  /** When the tax service last said so; null for what it was not asked about, or has denied. */
  verifiedAt: Date | null;
  /** Why it is not so any more: `not_self_employed`. */
  refusal: string | null;
}

export const taxProfileColumns = `account_id as "accountId", status, legal_name as "legalName", inn,
  declared_at as "declaredAt", verified_at as "verifiedAt", refusal`;
