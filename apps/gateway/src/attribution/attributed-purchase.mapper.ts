import type { AttributionView } from '@moments/attribution';
import { toGlobalId } from '@moments/kernel';
import { toMoneyType } from '../graphql/money.mapper.js';
import { AttributedPurchaseType } from './attributed-purchase.types.js';

export const toAttributedPurchaseType = ({ id, amount, trail, ...view }: AttributionView): AttributedPurchaseType =>
  Object.assign(new AttributedPurchaseType(), {
    ...view,
    id: toGlobalId('attribution', id),
    amount: toMoneyType(amount),
    touches: trail,
  });
