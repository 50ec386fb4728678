import type { AccountId, CampaignId, EngagementId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { randomUUID } from 'node:crypto';
import type { OrderDraft } from '../campaigns/order-input.js';
import { OrdersQueries } from '../campaigns/orders.queries.js';
import type { EngagementView } from '../places/engagement.view.js';
import { PlacesService } from '../places/places.service.js';
import { by } from './order-words.js';
import type { Shop, WorkWorld } from './work-world.js';

/** How people come by the places of one shop's orders, and leave them, in short words. */
export class PlaceWords {
  constructor(
    private readonly world: WorkWorld,
    private readonly shop: Shop,
  ) {}

  somebody = (): Promise<AccountId> => anAccount(this.world.lib);

  /** Published, one place for 100.00 RUB, unless told. */
  anOrder = (draft: OrderDraft = {}): Promise<CampaignId> =>
    this.world.anOrder(this.shop, { reward: rub('100.00'), ...draft });

  take = (
    creator: AccountId,
    orderId: CampaignId,
    more: { idempotencyKey?: string; message?: string } = {},
  ): Promise<EngagementView> => this.places.take({ by: by(creator), orderId, idempotencyKey: randomUUID(), ...more });

  admit = (engagementId: EngagementId, accept = true, member = this.shop.memberId): Promise<EngagementView> =>
    this.places.admit({ by: by(member), engagementId, accept });

  decline = (creator: AccountId, engagementId: EngagementId, key: string = randomUUID()): Promise<EngagementView> =>
    this.places.decline({ by: by(creator), engagementId, idempotencyKey: key });

  taken = async (id: CampaignId): Promise<number | undefined> =>
    (await this.world.app.get(OrdersQueries).byIds(this.shop.memberId, [id])).get(id)?.placesTaken;

  private get places(): PlacesService {
    return this.world.app.get(PlacesService);
  }
}
