import { purchaseAttributed, purchaseConfirmed, purchaseReturned } from '@moments/attribution';
import {
  type AccountId,
  type AttributionId,
  businessDayOf,
  currency,
  type MomentId,
  type ProductId,
} from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { PurchaseRewards } from './purchase-rewards.service.js';
import type { PurchaseNews } from './domain/purchase-news.js';

/** What the three kinds of news have in common. */
interface ToldPurchase {
  attributionId: AttributionId;
  version: number;
  momentId: MomentId;
  creatorId: AccountId;
  productId: ProductId;
  purchasedAt: string;
  currency: string;
  owedMinor: string;
}

const onAttributed = defineSubscription({ event: purchaseAttributed, name: 'rewards-accrue-commission' });
const onConfirmed = defineSubscription({ event: purchaseConfirmed, name: 'rewards-confirm-commission' });
const onReturned = defineSubscription({ event: purchaseReturned, name: 'rewards-take-back-commission' });

const toNews = (told: ToldPurchase, confirms: boolean): PurchaseNews => {
  const { attributionId, version, momentId, creatorId, productId } = told;
  const purchasedAt = new Date(told.purchasedAt);
  const owed = { minor: BigInt(told.owedMinor), currency: currency(told.currency) };
  const purchasedOn = businessDayOf(purchasedAt);
  return { attributionId, version, momentId, creatorId, productId, purchasedAt, purchasedOn, owed, confirms };
};

@HandlesJob(onAttributed)
export class AccrueCommission implements JobHandler<ToldPurchase> {
  constructor(private readonly rewards: PurchaseRewards) {}

  handle(told: ToldPurchase): Promise<void> {
    return this.rewards.settle(toNews(told, false));
  }
}

@HandlesJob(onConfirmed)
export class ConfirmCommission implements JobHandler<ToldPurchase> {
  constructor(private readonly rewards: PurchaseRewards) {}

  handle(told: ToldPurchase): Promise<void> {
    return this.rewards.settle(toNews(told, true));
  }
}

@HandlesJob(onReturned)
export class TakeBackCommission implements JobHandler<ToldPurchase> {
  constructor(private readonly rewards: PurchaseRewards) {}

  handle(told: ToldPurchase): Promise<void> {
    return this.rewards.settle(toNews(told, false));
  }
}
