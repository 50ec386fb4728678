import { Injectable } from '@nestjs/common';
import { SellersQueries } from '@moments/catalog';
import { type AccountId, NotFound, type SellerId } from '@moments/kernel';
import type { EngagementEntity } from '../places/engagement.entity.js';
import type { LockedEngagement } from '../places/engagements.store.js';

/** The two who have agreed on something. */
export type Side = 'SELLER' | 'CREATOR';

/** Whoever asks, and the seller for whom they act. */
export interface Party {
  readonly accountId: AccountId;
  readonly sellerId?: SellerId;
}

/** On which side of an engagement somebody stands; `undefined` for everybody else. */
function sideOf(
  { creatorId, sellerId }: Pick<EngagementEntity, 'creatorId' | 'sellerId'>,
  party: Party,
): Side | undefined {
  if (party.accountId === creatorId) return 'CREATOR';
  return party.sellerId === sellerId ? 'SELLER' : undefined;
}

/** The engagement for one of the two; throws `NotFound` for anybody else, and when there is none. */
export function requireSide(
  locked: LockedEngagement | undefined,
  party: Party,
  wanted?: Side,
): LockedEngagement & { side: Side } {
  const side = locked && sideOf(locked.engagement, party);
  if (!locked || !side || (wanted && side !== wanted)) throw new NotFound('engagement', ['engagementId']);
  return { ...locked, side };
}

/** Who acts for whom. */
@Injectable()
export class Parties {
  constructor(private readonly sellers: SellersQueries) {}

  /** Read before the transaction: a member who leaves at this very moment has still acted as one. */
  async of(accountId: AccountId): Promise<Party> {
    const membership = (await this.sellers.ofAccounts([accountId])).get(accountId);
    return { accountId, sellerId: membership?.seller.id };
  }
}
