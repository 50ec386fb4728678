import { type AccountId, after, type CampaignId, days } from '@moments/kernel';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import type { OrderDraft } from '../campaigns/order-input.js';
import { OrdersQueries } from '../campaigns/orders.queries.js';
import { OrdersService } from '../campaigns/orders.service.js';
import type { Shop, WorkWorld } from './work-world.js';

/** Somebody who acts in a region where the feature is open. */
export const by = (accountId: AccountId) => ({ accountId, region: 'RU' });

/** What sellers do with their orders, in short words: of three places for 100.00 RUB each, in ten days, unless told. */
export class OrderWords {
  constructor(private readonly world: WorkWorld) {}

  inDays = (count: number): Date => after(this.world.lib.clock.now(), days(count));

  draft = (shop: Shop, more: OrderDraft = {}) => ({
    ...{ by: by(shop.memberId), idempotencyKey: randomUUID() as string, title: 'A film', brief: 'Show it.' },
    ...{ productIds: [shop.productId], reward: rub('100.00'), places: 3, admission: 'FIRST_COME' },
    ...{ deadline: this.inDays(10), ...more },
  });

  create = (shop: Shop, more: OrderDraft = {}) => this.world.app.get(OrdersService).create(this.draft(shop, more));

  publish = (shop: Shop, campaignId: CampaignId, idempotencyKey: string = randomUUID()) =>
    this.world.app.get(CampaignsService).publish({ by: by(shop.memberId), campaignId, idempotencyKey });

  cancel = (shop: Shop, campaignId: CampaignId, idempotencyKey: string = randomUUID()) =>
    this.world.app.get(CampaignsService).cancel({ by: by(shop.memberId), campaignId, idempotencyKey });

  change = (shop: Shop, orderId: CampaignId, changes: OrderDraft) =>
    this.world.app
      .get(OrdersService)
      .change({ by: by(shop.memberId), orderId, idempotencyKey: randomUUID(), ...changes });

  read = async (viewer: AccountId | undefined, id: CampaignId) =>
    (await this.world.app.get(OrdersQueries).byIds(viewer, [id])).get(id);
}
