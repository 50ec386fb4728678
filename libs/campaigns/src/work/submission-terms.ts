import { Injectable } from '@nestjs/common';
import { SellersQueries } from '@moments/catalog';
import { type AccountId, type CampaignId, NotFound, type ProductId } from '@moments/kernel';
import type { Disclosure } from '@moments/moments';
import { Database } from '@moments/platform';
import { missingCards } from './domain/submission.js';
import { termsAtWork } from './ordered.store.js';
import { MomentLacksCards } from './work.errors.js';

/** What a creator wants to make for an order. */
export interface WantedMoment {
  readonly campaignId: CampaignId;
  readonly creatorId: AccountId;
  /** What it will show. */
  readonly productIds: readonly ProductId[];
}

/** Ties new moments to orders. */
@Injectable()
export class SubmissionTerms {
  constructor(
    private readonly database: Database,
    private readonly sellers: SellersQueries,
  ) {}

  /**
   * Whom a moment for an order advertises for and under which token. Throws `NotFound` unless the creator has
   * work to hand in for that order, `MomentLacksCards` when it would not show what is ordered.
   */
  async disclosureOf({ campaignId, creatorId, productIds }: WantedMoment): Promise<Disclosure> {
    const terms = await this.database.transaction((tx) => termsAtWork(tx, { campaignId, creatorId }));
    const seller = terms && (await this.sellers.byIds([terms.sellerId])).get(terms.sellerId);
    if (!terms || !seller) throw new NotFound('campaign', ['submissionToCampaignId']);
    const missing = missingCards(new Set(productIds), terms.productIds);
    if (missing > 0) throw new MomentLacksCards(missing, ['productTags']);
    return { advertiser: seller.name, ...(terms.erid ? { erid: terms.erid } : {}) };
  }
}
