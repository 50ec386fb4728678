import type { AccountId } from '@moments/kernel';

/** How a bank account is named. */
type PayoutMethodKind = 'RU_ACCOUNT' | 'IBAN';

/** Where somebody is paid, as they and operators may see it. */
export interface PayoutMethodView {
  /** UUID. */
  id: string;
  accountId: AccountId;
  kind: PayoutMethodKind;
  bic: string;
  maskedAccount: string;
  bankName: string;
  setAt: Date;
}

export const payoutMethodColumns = `id, account_id as "accountId", kind, bic, masked_account as "maskedAccount",
  bank_name as "bankName", set_at as "setAt"`;
