import { toGlobalId } from '@moments/kernel';
import type { DepositView } from '@moments/ledger';
import { toMoneyType } from '../graphql/money.mapper.js';
import { DepositType } from './deposit.types.js';

export const toDepositType = (view: DepositView): DepositType =>
  Object.assign(new DepositType(), {
    id: toGlobalId('deposit', view.id),
    reference: view.reference,
    payee: view.payee,
    amount: toMoneyType(view.amount),
    receivedAt: view.receivedAt,
    details: view.details,
    recordedAt: view.recordedAt,
    assignedAt: view.assignedAt ?? undefined,
    assignedAmount: view.assignedAmount ? toMoneyType(view.assignedAmount) : undefined,
    takenBack: toMoneyType(view.takenBack),
    inSuspense: view.inSuspense,
  });
