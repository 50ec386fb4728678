import { type Problem, toGlobalId } from '@moments/kernel';
import type { PayoutBatchView, PayoutMethodView, PayoutView, TaxProfileView } from '@moments/payouts';
import { toUserError } from '../graphql/domain-errors.js';
import type { Locale } from '../graphql/locale.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { PayoutBatchType, PayoutMethodType, PayoutType, TaxProfileType } from './payout.types.js';

export const toTaxProfileType = ({ status, legalName, inn, verifiedAt }: TaxProfileView): TaxProfileType =>
  Object.assign(new TaxProfileType(), { status, legalName, inn, verifiedAt: verifiedAt ?? undefined });

export const toPayoutMethodType = ({ kind, maskedAccount, bankName }: PayoutMethodView): PayoutMethodType =>
  Object.assign(new PayoutMethodType(), { kind, maskedAccount, bankName });

export const toPayoutType = (view: PayoutView, locale: Locale): PayoutType =>
  Object.assign(new PayoutType(), {
    id: toGlobalId('payout', view.id),
    amount: toMoneyType(view.amount),
    tax: toMoneyType(view.tax),
    net: toMoneyType(view.net),
    status: view.status,
    requestedAt: view.requestedAt,
    paidAt: view.paidAt ?? undefined,
    receiptDue: view.receiptDue ?? undefined,
    receiptUrl: view.receiptUrl ?? undefined,
    receiptToCancel: view.status === 'RETURNED' && view.receiptDue !== null && !view.receiptCancelled,
    review: [...view.review],
    failure: view.failure === null ? undefined : toUserError(failureOf(view.failure), locale),
    accountId: view.accountId,
  });

// ExternalStatusReason1Code and ExternalReturnReason1Code, those that a payee can do something about.
const sentences: Readonly<Record<string, { reason: string; message: string }>> = {
  AC01: { reason: 'payout_account_wrong', message: 'The bank does not know the account. Check the number.' },
  AC04: { reason: 'payout_account_closed', message: 'The account is closed. Name another one.' },
  AC06: { reason: 'payout_account_blocked', message: 'The account is blocked. Ask your bank, or name another one.' },
  BE01: { reason: 'payout_name_wrong', message: 'The name is not the one that the bank has for the account.' },
  RC01: { reason: 'payout_bic_wrong', message: 'The bank’s BIC is wrong.' },
  account_deleted: { reason: 'account_gone', message: 'The account was deleted.' },
  tax_status_lost: {
    reason: 'tax_status_lost',
    message: 'The tax service does not know you as self-employed. Register again or declare another tax status.',
  },
};

const isCode = (failure: string): boolean => /^[A-Z]{2}\d{2}$|^NARR$/.test(failure);

/** What the bank said, what the tax service said, or an operator's own words. */
function failureOf(failure: string): Problem {
  const known = sentences[failure];
  if (known) return { code: 'INVALID_STATE', ...known, params: {} };
  if (isCode(failure)) {
    const message = `The bank did not pay it: ${failure}.`;
    return { code: 'INVALID_STATE', reason: 'payout_refused_by_bank', message, params: { failure } };
  }
  return { code: 'INVALID_STATE', reason: 'payout_rejected', message: failure, params: { failure } };
}

export const toPayoutBatchType = (view: PayoutBatchView): PayoutBatchType =>
  Object.assign(new PayoutBatchType(), {
    id: toGlobalId('payoutBatch', view.id),
    status: view.status,
    payouts: view.payouts,
    total: toMoneyType(view.total),
    createdAt: view.createdAt,
    sentAt: view.sentAt ?? undefined,
    batchId: view.id,
    approvers: view.approvedBy,
    files: { pain001: view.hasPain001, exchange1c: view.hasExchange1c },
  });
