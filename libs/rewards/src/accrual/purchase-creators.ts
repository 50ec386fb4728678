import { Injectable } from '@nestjs/common';
import { CommissionAgreements } from '@moments/attribution';
import { MonetizationQueries } from '../monetization/monetization.queries.js';
import type { PurchaseNews } from './domain/purchase-news.js';

/** Who pays for what a moment sells. */
@Injectable()
export class PurchaseCreators {
  constructor(
    private readonly agreements: CommissionAgreements,
    private readonly monetization: MonetizationQueries,
  ) {}

  /** Whether the reward policy does: the creator earned on that day, and no order pays instead. */
  async isPaidByPolicy({ creatorId, momentId, productId, purchasedAt, purchasedOn }: PurchaseNews): Promise<boolean> {
    const [agreement] = await this.agreements.covering(undefined, [{ momentId, productId, purchasedAt }]);
    if (agreement) return false;
    return (await this.monetization.approvedOf([creatorId], purchasedOn)).has(creatorId);
  }
}
