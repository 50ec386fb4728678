import { Injectable } from '@nestjs/common';
import { requireActive, Rollout } from '@moments/identity';
import {
  type AccountId,
  type CampaignId,
  Clock,
  formatAmount,
  idempotencyKey,
  InvalidInput,
  newId,
  NotFound,
  parseInput,
} from '@moments/kernel';
import { walletCurrency } from '@moments/ledger';
import { Database, Events, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { CampaignNotInState, CommissionPromised, FewerPlacesThanTaken, NotASeller } from '../campaigns.errors.js';
import { campaignTermsChanged } from '../campaigns.events.js';
import { orderLimits } from '../campaigns.settings.js';
import { recordCommand } from '../commands.store.js';
import { campaignRules } from '../domain/campaign-kinds.js';
import { CampaignEntity } from './campaign.entity.js';
import { CampaignLifecycle } from './campaign-lifecycle.js';
import { commissionPromised, lockCampaign, moneyOf } from './campaigns.store.js';
import { checkTerms, requireRoomForDraft, sellerOf } from './order-checks.store.js';
import { changedTerms, checkDeadline, type OrderDraft, type OrderInput, orderTerms } from './order-input.js';
import type { OrderView } from './order.view.js';
import { deleteTerms, insertTerms, readOrder } from './terms.store.js';

/** Who orders. */
export interface Ordering {
  readonly accountId: AccountId;
  /** ISO 3166 alpha-2. */
  readonly region: string;
}

export interface CreateOrder extends OrderDraft {
  by: Ordering;
  idempotencyKey: string;
}

export interface ChangeOrder extends OrderDraft {
  by: Ordering;
  orderId: CampaignId;
  idempotencyKey: string;
}

const alreadyPublished = { field: ['inviteProfileIds'], message: 'the order is published: invite to it' };
const keySchema = z.object({ idempotencyKey });

/** Creator orders as their sellers write them: drafts, and new versions of what is published. */
@Injectable()
export class OrdersService {
  constructor(
    private readonly database: Database,
    private readonly rollout: Rollout,
    private readonly settings: Settings,
    private readonly lifecycle: CampaignLifecycle,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a draft, which costs nothing. Repeating a key gives the first. Throws `FeatureNotAvailable`, `NotASeller`,
   * `TooManyDrafts`, `InvalidInput`, `WrongCurrency`, `ForeignProduct`, `NotFound` for a product or an invited profile, `IdempotencyConflict`.
   */
  async create({ by, idempotencyKey: key, ...draft }: CreateOrder): Promise<OrderView> {
    await this.rollout.require(by, campaignRules.CREATOR_ORDER.feature);
    parseInput(keySchema, { idempotencyKey: key });
    const limits = await this.settings.get(orderLimits);
    const terms = parseInput(orderTerms(limits), draft);
    const now = this.clock.now();
    const currency = await this.settings.get(walletCurrency);
    return this.database.transaction(async (tx) => {
      const { accountId } = by;
      await requireActive(tx, accountId);
      const sellerId = await sellerOf(tx, accountId);
      if (!sellerId) throw new NotASeller();
      const id = newId<'campaign'>();
      const command = { accountId, idempotencyKey: key, command: 'create-creator-order', input: terms, subjectId: id };
      const earlier = await recordCommand(tx, { ...command, at: now });
      if (earlier) return readOrder(tx, earlier as CampaignId);
      checkDeadline(terms.deadline, now, limits);
      await requireRoomForDraft(tx, sellerId, limits.maxDrafts);
      await checkTerms(tx, terms, { by: accountId, sellerId, currency, invitations: true });
      await tx.insert(CampaignEntity, {
        ...{
          id,
          kind: 'CREATOR_ORDER',
          ownerId: accountId,
          sellerId,
          status: 'DRAFT',
          currency: terms.reward.currency,
        },
        ...{ termsVersion: 1, deadline: terms.deadline, places: terms.places, placesTaken: 0 },
        ...{ commissionSpentMinor: '0', commissionEndedAt: null, escrowMoves: 0 },
        ...{ createdAt: now, updatedAt: now, listedAt: now, publishedAt: null, endedAt: null },
      });
      await insertTerms(tx, { campaignId: id, version: 1, terms, by: accountId, at: now });
      return readOrder(tx, id);
    });
  }

  /**
   * Changes a draft, or gives an open order a new version that only those who come later see; whatever that costs more
   * comes from the wallet, what it costs less goes back. What is left out stays. Throws what {@link create} throws, and
   * `CampaignNotInState`, `FewerPlacesThanTaken`, `CommissionPromised`, `InsufficientFunds`.
   */
  async change({ by, orderId, idempotencyKey: key, ...changes }: ChangeOrder): Promise<OrderView> {
    await this.rollout.require(by, campaignRules.CREATOR_ORDER.feature);
    parseInput(keySchema, { idempotencyKey: key });
    const limits = await this.settings.get(orderLimits);
    const currency = await this.settings.get(walletCurrency);
    return this.database.transaction(async (tx) => {
      const { accountId } = by;
      await requireActive(tx, accountId);
      const campaign = await lockCampaign(tx, orderId);
      const sellerId = await sellerOf(tx, accountId);
      if (!campaign || campaign.sellerId !== sellerId) throw new NotFound('campaign', ['orderId']);
      const now = this.clock.now();
      const command = { accountId, idempotencyKey: key, command: 'change-creator-order', subjectId: orderId, at: now };
      if (await recordCommand(tx, { ...command, input: { orderId, ...changes } })) return readOrder(tx, orderId);
      if (campaign.status !== 'DRAFT' && changes.invitedIds != null) throw new InvalidInput([alreadyPublished]);
      const terms = changedTerms((await readOrder(tx, orderId)).terms, changes, limits);
      checkDeadline(terms.deadline, now, limits);
      await checkTerms(tx, terms, { by: accountId, sellerId, currency, invitations: campaign.status === 'DRAFT' });
      await this.write(tx, campaign, { terms, by: accountId, at: now });
      return readOrder(tx, orderId);
    });
  }

  private async write(
    tx: Tx,
    campaign: CampaignEntity,
    { terms, by, at }: { terms: OrderInput; by: AccountId; at: Date },
  ): Promise<void> {
    const { id, status } = campaign;
    const { deadline, places } = terms;
    if (status === 'DRAFT') {
      await deleteTerms(tx, id);
      await insertTerms(tx, { campaignId: id, version: 1, terms, by, at });
      await this.lifecycle.change(tx, campaign, { deadline, places });
      return;
    }
    if (status !== 'OPEN') throw new CampaignNotInState(status, 'orderId');
    if (places < campaign.placesTaken) throw new FewerPlacesThanTaken(campaign.placesTaken);
    const promised = await commissionPromised(tx, campaign);
    if ((terms.commissionCeiling?.minor ?? 0n) < promised) {
      throw new CommissionPromised(formatAmount(moneyOf(promised, campaign.currency)));
    }
    const version = campaign.termsVersion + 1;
    await insertTerms(tx, { campaignId: id, version, terms, by, at });
    await this.lifecycle.change(tx, campaign, { termsVersion: version, deadline, places });
    await this.events.emit(tx, campaignTermsChanged, { campaignId: id, sellerId: campaign.sellerId, version });
    await this.lifecycle.settle(tx, campaign);
  }
}
