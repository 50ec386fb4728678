import type { ProductView } from '@moments/catalog';
import { toGlobalId } from '@moments/kernel';
import { toMoneyType } from '../graphql/money.mapper.js';
import { toExternalImageType } from '../moments/image.mapper.js';
import { ProductType } from './product.types.js';

export const toProductType = (view: ProductView): ProductType =>
  Object.assign(new ProductType(), {
    id: toGlobalId('product', view.id),
    externalId: view.externalId,
    title: view.title,
    brand: view.brand,
    description: view.description,
    category: view.category,
    attributes: view.attributes,
    price: toMoneyType(view.price),
    oldPrice: view.oldPrice && toMoneyType(view.oldPrice),
    image: view.image && toExternalImageType(view.image),
    inStock: view.inStock,
    available: !view.deleted,
    rating: view.rating,
    reviewsCount: view.reviewsCount,
    sellerId: view.sellerId,
  });
