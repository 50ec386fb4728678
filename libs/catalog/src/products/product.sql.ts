import { currency, type ProductId, type SellerId } from '@moments/kernel';
import type { ProductAttribute, ProductView } from './product.view.js';

/** The columns that {@link toProductView} reads, of `products` and its `sellers`. */
export const productColumns = `products.id, products.seller_id as "sellerId", products.external_id as "externalId",
  products.title, products.brand, products.description, products.category, products.attributes, products.currency,
  products.price_minor as "priceMinor", products.old_price_minor as "oldPriceMinor", products.image_url as "imageUrl",
  products.image_width as "imageWidth", products.image_height as "imageHeight",
  products.image_thumbhash as "imageThumbhash", products.stock, products.rating,
  products.reviews_count as "reviewsCount",
  products.deleted_at is not null or sellers.deleted_at is not null as deleted`;

export interface ProductRow {
  id: ProductId;
  sellerId: SellerId;
  externalId: string;
  title: string;
  brand: string | null;
  description: string;
  category: string[];
  attributes: ProductAttribute[];
  currency: string;
  priceMinor: string;
  oldPriceMinor: string | null;
  imageUrl: string | null;
  imageWidth: number | null;
  imageHeight: number | null;
  imageThumbhash: string | null;
  stock: number | null;
  rating: number;
  reviewsCount: number;
  deleted: boolean;
}

/** Makes a view of a row; `inStock` is false for what is deleted. */
export function toProductView(row: ProductRow): ProductView {
  const code = currency(row.currency);
  return {
    id: row.id,
    sellerId: row.sellerId,
    externalId: row.externalId,
    title: row.title,
    brand: row.brand ?? undefined,
    description: row.description,
    category: row.category,
    attributes: row.attributes,
    price: { minor: BigInt(row.priceMinor), currency: code },
    oldPrice: row.oldPriceMinor === null ? undefined : { minor: BigInt(row.oldPriceMinor), currency: code },
    image: imageOf(row),
    inStock: !row.deleted && (row.stock === null || row.stock > 0),
    rating: row.rating,
    reviewsCount: row.reviewsCount,
    deleted: row.deleted,
  };
}

function imageOf({ imageUrl, imageWidth, imageHeight, imageThumbhash }: ProductRow): ProductView['image'] {
  if (imageUrl === null || imageWidth === null || imageHeight === null) return undefined;
  return { url: imageUrl, width: imageWidth, height: imageHeight, thumbhash: imageThumbhash ?? undefined };
}
