import type { Money, ProductId, SellerId } from '@moments/kernel';

export interface ProductAttribute {
  readonly name: string;
  readonly value: string;
}

/** A picture that the marketplace keeps. */
interface ProductImage {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** Base64; undefined when the marketplace tells none. */
  readonly thumbhash?: string;
}

/** What a seller sells, as everybody may see it. */
export interface ProductView {
  readonly id: ProductId;
  /** The marketplace's own name for it. */
  readonly externalId: string;
  readonly sellerId: SellerId;
  readonly title: string;
  readonly brand?: string;
  readonly description: string;
  /** From the widest to the narrowest. */
  readonly category: readonly string[];
  readonly attributes: readonly ProductAttribute[];
  readonly price: Money;
  readonly oldPrice?: Money;
  readonly image?: ProductImage;
  /** Whether it can be bought now; never when it is deleted. */
  readonly inStock: boolean;
  /** 0 to 5. */
  readonly rating: number;
  readonly reviewsCount: number;
  /** No longer sold: not found any more, shown as not available where it was tagged. */
  readonly deleted: boolean;
}
