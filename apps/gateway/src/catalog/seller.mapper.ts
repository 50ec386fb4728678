import type { SellerView } from '@moments/catalog';
import { toGlobalId } from '@moments/kernel';
import { SellerType } from './seller.types.js';

export const toSellerType = ({ id, name }: SellerView): SellerType =>
  Object.assign(new SellerType(), { id: toGlobalId('seller', id), name, badges: [], sellerId: id });
