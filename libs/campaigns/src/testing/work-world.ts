import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import {
  type AccountId,
  after,
  type CampaignId,
  days,
  type EngagementId,
  formatAmount,
  type JournalEntryId,
  type MomentId,
  newId,
  type ProductId,
  type SellerId,
} from '@moments/kernel';
import {
  type AccountAddress,
  addresses,
  type JournalEntryView,
  LedgerQueries,
  LedgerService,
  ReconciliationService,
} from '@moments/ledger';
import { execute, rows } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { anAccount, openFeature } from '@moments/testing/identity';
import { rub, transfer } from '@moments/testing/ledger';
import { aProductCard } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { EndingService } from '../campaigns/ending.service.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import type { OrderDraft } from '../campaigns/order-input.js';
import { OrdersService } from '../campaigns/orders.service.js';
import type { EngagementStatus } from '../domain/engagement-machine.js';
import { PlacesService } from '../places/places.service.js';
import { AdvanceEngagements, CheckPublications } from '../work/work.jobs.js';
import { WorkService } from '../work/work.service.js';
import { campaignModules } from './campaign-modules.js';

/** A seller with whoever acts for it, its wallet and something that it sells. */
export interface Shop {
  sellerId: SellerId;
  memberId: AccountId;
  wallet: AccountAddress;
  productId: ProductId;
}

/** A creator who has a place in an order. */
export interface Taken {
  creatorId: AccountId;
  engagementId: EngagementId;
}

/** Where an engagement stands. */
export interface Standing {
  status: EngagementStatus;
  endReason: string | null;
  revisionsLeft: number;
}

/** Orders, the work for them and the money of it, with short words for what stories do all the time. */
export class WorkWorld {
  private readonly names = new Map<string, string>();
  private told: JournalEntryId | undefined;

  private constructor(readonly lib: LibWorld) {}

  /** With more modules than those of campaigns, when they are named. */
  static async open(more: readonly (Type | DynamicModule)[] = []): Promise<WorkWorld> {
    const world = new WorkWorld(await openLibWorld([...campaignModules(), ...more]));
    await openFeature(world.lib, 'CREATOR_ORDERS');
    return world;
  }

  get app(): INestApplicationContext {
    return this.lib.app;
  }

  get work(): WorkService {
    return this.app.get(WorkService);
  }

  /** Gives what an id names a name in the journal. */
  call<Id extends string>(id: Id, name: string): Id {
    this.names.set(id, name);
    return id;
  }

  async aShop(balance: string, name = 'shop'): Promise<Shop> {
    const memberId = await anAccount(this.lib);
    const sellerId = this.call(await aSeller(this.lib, { name, members: [{ accountId: memberId }] }), name);
    const wallet = addresses.sellerWallet(sellerId);
    const deposit = { ...transfer(addresses.bank, wallet, rub(balance)), kind: 'deposit' };
    await this.app.get(LedgerService).postAlone(deposit);
    return { sellerId, memberId, wallet, productId: await aProduct(this.lib, { sellerId }) };
  }

  /** A published order of 1,000.00 RUB for one place, unless told. */
  async anOrder(shop: Shop, draft: OrderDraft = {}): Promise<CampaignId> {
    const by = { accountId: shop.memberId, region: 'RU' };
    const { id } = await this.app.get(OrdersService).create({
      ...{ by, idempotencyKey: randomUUID(), title: 'A film', brief: 'Show it.', productIds: [shop.productId] },
      ...{ reward: rub('1000.00'), places: 1, admission: 'FIRST_COME', keepPublishedDays: 30 },
      deadline: after(this.lib.clock.now(), days(10)),
      ...draft,
    });
    this.call(id, 'order');
    await this.app.get(CampaignsService).publish({ by, campaignId: id, idempotencyKey: randomUUID() });
    return id;
  }

  /** Somebody new takes a place. */
  async taken(orderId: CampaignId, name = 'creator'): Promise<Taken> {
    const creatorId = this.call(await anAccount(this.lib), name);
    const by = { accountId: creatorId, region: 'RU' };
    const engagement = await this.app.get(PlacesService).take({ by, orderId, idempotencyKey: randomUUID() });
    return { creatorId, engagementId: engagement.id };
  }

  /** A moment that is ready, was made for an order and shows its products. */
  async aMoment(orderId: CampaignId, creatorId: AccountId): Promise<MomentId> {
    const id = newId<'moment'>();
    const products = await this.lib.database.transaction(async (tx) => {
      await execute(
        tx,
        `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media,
                              idempotency_key, input_hash, created_at, updated_at, campaign_id, disclosure)
         select $1::uuid, $2, 'RU', 'PHOTO', 'DRAFT', '', '{}', true, '[]', $1::text, '', $4, $4, campaigns.id,
                jsonb_strip_nulls(jsonb_build_object('advertiser', sellers.name, 'erid', terms.erid))
           from campaigns join sellers on sellers.id = campaigns.seller_id
           join creator_order_terms as terms on terms.campaign_id = campaigns.id and terms.version = campaigns.terms_version
          where campaigns.id = $3`,
        [id, creatorId, orderId, this.lib.clock.now()],
      );
      return rows<{ productId: ProductId }>(
        tx,
        'select product_id as "productId" from campaign_products where campaign_id = $1 and version = 1 order by position',
        [orderId],
      );
    });
    for (const { productId } of products) await aProductCard(this.lib, { momentId: id, productId });
    return id;
  }

  /** Hands in a new moment. */
  async submitted(orderId: CampaignId, { creatorId, engagementId }: Taken): Promise<MomentId> {
    const momentId = await this.aMoment(orderId, creatorId);
    await this.work.submit({ accountId: creatorId, engagementId, momentId, idempotencyKey: randomUUID() });
    return momentId;
  }

  approve({ memberId }: Shop, { engagementId }: Taken): Promise<void> {
    return this.work.review({ accountId: memberId, engagementId, approve: true, idempotencyKey: randomUUID() });
  }

  askForChanges({ memberId }: Shop, { engagementId }: Taken, comment = 'Brighter, please.'): Promise<void> {
    const review = { accountId: memberId, engagementId, approve: false, comment };
    return this.work.review({ ...review, idempotencyKey: randomUUID() });
  }

  /** Time passes, and whatever is due then is done. */
  async pass(ms: number): Promise<void> {
    this.lib.clock.advance(ms);
    await this.sweep();
  }

  /** What the worker does every minute and every hour. */
  async sweep(): Promise<void> {
    const context = { signal: new AbortController().signal };
    await this.app.get(EndingService).closeDue(1_000);
    await this.app.get(AdvanceEngagements).handle({}, context);
    await this.app.get(CheckPublications).handle({}, context);
  }

  async standing({ engagementId }: Pick<Taken, 'engagementId'>): Promise<Standing> {
    const [found] = await this.lib.database.transaction((tx) =>
      rows<Standing>(
        tx,
        `select status, end_reason as "endReason", revisions_left as "revisionsLeft" from engagements where id = $1`,
        [engagementId],
      ),
    );
    if (!found) throw new Error('there is no such engagement');
    return found;
  }

  /** Kopecks in an account. */
  async minorIn(address: AccountAddress): Promise<bigint> {
    const asked = { address, currency: rub('0').currency };
    const [found] = await this.app.get(LedgerQueries).balances([asked]);
    return found?.balance.minor ?? 0n;
  }

  /** The journal since it was last told: `wallet → escrow 1000.00 (kind)`, a line for each movement. */
  async journal(): Promise<string> {
    const entries = await this.app.get(LedgerQueries).journal({ after: this.told, limit: 10_000 });
    this.told = entries.at(-1)?.id ?? this.told;
    return entries.flatMap((entry) => this.lines(entry)).join('\n');
  }

  /** What the proof of the whole ledger finds: nothing, if all is well. */
  async drift(): Promise<string[]> {
    const { drift } = await this.app.get(ReconciliationService).run();
    return drift.map(({ check, subject, expected, actual }) => `${check}: ${subject}: ${expected}, not ${actual}`);
  }

  close(): Promise<void> {
    return this.lib.close();
  }

  private lines({ kind, postings }: JournalEntryView): string[] {
    return postings.map(
      ({ from, to, amount }) => `${this.named(from)} → ${this.named(to)} ${formatAmount(amount)} (${kind})`,
    );
  }

  private named(text: string): string {
    return [...this.names].reduce((named, [id, name]) => named.replaceAll(id, name), text);
  }
}
