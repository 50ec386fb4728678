import type { SellerId } from '@moments/kernel';

export const sellerRoles = ['OWNER', 'MANAGER'] as const;

/** What a member may do: a manager acts for the seller, an owner also says who else does. */
export type SellerRole = (typeof sellerRoles)[number];

/** An organisation that sells, as everybody may see it. */
export interface SellerView {
  readonly id: SellerId;
  /** The marketplace's own name for it. */
  readonly externalId: string;
  readonly name: string;
  /** 0 to 5. */
  readonly rating: number;
  readonly reviewsCount: number;
}
