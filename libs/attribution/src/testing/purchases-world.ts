import { IdentityModule } from '@moments/identity';
import {
  type AccountId,
  after,
  days,
  hours,
  type MomentId,
  newId,
  type ProductId,
  type SellerId,
} from '@moments/kernel';
import { statement } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { AttributionModule } from '../attribution.module.js';
import { AttributionJobsModule } from '../attribution-jobs.module.js';
import { ConfirmAttributions } from '../attributions/resettling.jobs.js';
import { ClickSigning } from '../clicks/click-signing.js';
import { ClicksModule } from '../clicks/clicks.module.js';
import { ClicksService, type OpenedProduct } from '../clicks/clicks.service.js';
import { PurchasesService, type PurchaseOutcome } from '../purchases/purchases.service.js';
import { testClicks } from './options.js';

/** What a test may say about a click; the rest is the buyer's on the moment's card, a day before the purchase. */
export interface AClick {
  accountId?: AccountId | null;
  momentId?: MomentId;
  productId?: ProductId;
  address?: string;
  /** How long before the purchase. */
  beforeMs?: number;
}

/** A creator with a moment that shows a seller's product, a buyer, and an order of theirs. */
export class PurchasesWorld {
  readonly purchases: PurchasesService;
  readonly clicks: ClicksService;
  readonly integrationId = randomUUID();
  creatorId!: AccountId;
  buyerId!: AccountId;
  sellerId!: SellerId;
  momentId!: MomentId;
  productId!: ProductId;
  productExternalId!: string;
  orderId!: string;
  /** When it was placed; the clock stands there. */
  placedAt!: Date;
  private networks = 0;

  private constructor(readonly lib: LibWorld) {
    this.purchases = lib.app.get(PurchasesService);
    this.clicks = lib.app.get(ClicksService);
  }

  static async open(): Promise<PurchasesWorld> {
    const modules = [IdentityModule, ClicksModule.forRoot(testClicks()), AttributionModule, AttributionJobsModule];
    return PurchasesWorld.over(await openLibWorld(modules));
  }

  /** Over a world that has more modules than these. */
  static over(lib: LibWorld): PurchasesWorld {
    return new PurchasesWorld(lib);
  }

  /** Other people, another product and another order for each test. */
  async refresh(): Promise<void> {
    [this.creatorId, this.buyerId] = [await anAccount(this.lib), await anAccount(this.lib)];
    this.sellerId = await aSeller(this.lib);
    this.productExternalId = `sku-${randomUUID()}`;
    const { sellerId, productExternalId: externalId } = this;
    this.productId = await aProduct(this.lib, { sellerId, externalId });
    this.momentId = await this.aMoment();
    this.orderId = `order-${randomUUID()}`;
    this.placedAt = this.lib.clock.now();
  }

  /** A moment that shows the product, of the creator unless told whose. */
  async aMoment(authorId = this.creatorId, productId = this.productId): Promise<MomentId> {
    const momentId = await aPublishedMoment(this.lib, { authorId });
    await aProductCard(this.lib, { momentId, productId });
    return momentId;
  }

  async click({ accountId = this.buyerId, beforeMs = days(1), ...change }: AClick = {}): Promise<OpenedProduct> {
    const { clock } = this.lib;
    const backMs = clock.now().getTime() - this.placedAt.getTime() + beforeMs;
    clock.advance(-backMs);
    const { momentId = this.momentId, productId = this.productId } = change;
    try {
      return await this.clicks.open({
        accountId: accountId ?? undefined,
        ...{ productId, idempotencyKey: randomUUID() },
        address: change.address ?? `2001:db8:${(this.networks += 1).toString(16)}::1`,
        served: { momentId, feedSessionId: newId<'feedSession'>(), promoted: false },
      });
    } finally {
      clock.advance(backMs);
    }
  }

  /** An event of the order's first line as it is sent, some hours after it was placed. */
  event(type: string, quantity = 1, change: Record<string, unknown> & { hour?: number } = {}): Record<string, unknown> {
    const { hour = type === 'placed' ? 0 : 1, ...fields } = change;
    return {
      ...{ eventId: randomUUID(), type, orderId: this.orderId, lineId: '1', quantity },
      occurredAt: after(this.placedAt, hours(hour)).toISOString(),
      ...(type === 'placed' ? this.placing() : {}),
      ...fields,
    };
  }

  tell(...events: unknown[]): Promise<PurchaseOutcome[]> {
    return this.tellAs(this.integrationId, ...events);
  }

  /** What the worker does every minute. */
  confirm(): Promise<void> {
    return this.lib.app.get(ConfirmAttributions).handle();
  }

  tellAs(integrationId: string, ...events: unknown[]): Promise<PurchaseOutcome[]> {
    const signing = this.lib.app.get(ClickSigning);
    return this.purchases.receive({ integrationId, events, clickOf: (name) => signing.verify(name) });
  }

  /** How the order's attributions stand, the one that counts last. */
  attributions(): Promise<{ state: string; momentId: MomentId; bought: number; kept: number; flag: string | null }[]> {
    return this.lib.database.read(standing, [this.orderId]);
  }

  /** What was announced of the order, in order: `attributed 2 for 198000 of mom`. */
  async announced(): Promise<
    { kind: string; momentId: MomentId; quantity: number; amountMinor: string; owed: number }[]
  > {
    return this.lib.database.read(announced, [this.orderId]);
  }

  /** The same in words. */
  async told(): Promise<string[]> {
    return (await this.announced()).map(({ kind, quantity, amountMinor }) => `${kind} ${quantity} for ${amountMinor}`);
  }

  private placing() {
    const { productExternalId, buyerId } = this;
    const accountId = `acc_${buyerId.replaceAll('-', '')}`;
    return { productExternalId, unitPrice: { amount: '990.00', currency: 'RUB' }, buyer: { accountId } };
  }
}

const standing = statement(
  'test.attributions-of-order',
  `select state, moment_id as "momentId", attributions.bought, kept, flag
     from attributions join purchase_lines as lines on lines.id = attributions.line_id
    where lines.order_id = $1 order by state = 'SUPERSEDED' desc, attributions.id`,
);
const announced = statement(
  'test.announced-of-order',
  `select replace(payload->>'event', 'purchase-', '') as kind, told.*
     from purchase_lines as lines
     join graphile_worker._private_jobs as jobs on jobs.payload->'payload'->>'lineId' = lines.id::text
    cross join lateral jsonb_to_record(jobs.payload::jsonb->'payload')
      as told ("momentId" uuid, quantity int, "amountMinor" text, owed int)
    where lines.order_id = $1 order by jobs.id`,
);
