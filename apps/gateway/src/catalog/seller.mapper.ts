import type { SellerView } from '@moments/catalog';
import { toGlobalId } from '@moments/kernel';
import { SellerType } from './seller.types.js';

export const toSellerType = ({ id, name, rating, reviewsCount }: SellerView): SellerType =>
  Object.assign(new SellerType(), {
    id: toGlobalId('seller', id),
    name,
    rating,
    reviewsCount,
    badges: [],
    sellerId: id,
  });
