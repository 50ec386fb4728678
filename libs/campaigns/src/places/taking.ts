import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, type CampaignId, Clock, type EngagementId, newId, NotFound } from '@moments/kernel';
import { Database, Events, rows, type Tx } from '@moments/platform';
import { sellerOf } from '../campaigns/order-checks.store.js';
import type { OrderView } from '../campaigns/order.view.js';
import { OrdersQueries } from '../campaigns/orders.queries.js';
import { AlreadyEngaged, NotEligible, OwnOrder, PlacesTaken, TermsChanged } from '../campaigns.errors.js';
import { engagementChanged } from '../campaigns.events.js';
import { type Command, recordCommand } from '../commands.store.js';
import { eligibilityOf, unmet } from '../domain/eligibility.js';
import { CreatorFactsQueries } from './creator-facts.queries.js';
import { EngagementLifecycle } from './engagement-lifecycle.js';
import type { EngagementEntity } from './engagement.entity.js';
import type { EngagementView } from './engagement.view.js';
import { readEngagement } from './engagements.queries.js';
import { lockEngagement } from './engagements.store.js';
import { requireOpen } from './require-open.js';
import { insertEngagement, ownPart, requireRoomToApply } from './taking.store.js';

/** What a creator asks for, read and checked. */
export interface Wish {
  creatorId: AccountId;
  orderId: CampaignId;
  message: string | null;
  /** Null when any terms will do. */
  termsVersion: number | null;
  command: Pick<Command, 'accountId' | 'idempotencyKey' | 'command' | 'input'>;
  revisions: number;
  /** How many may wait for an answer. */
  maxApplicants: number;
}

/** A creator and the terms by which they were judged. */
interface Judged {
  order: OrderView;
  wish: Wish;
  /** What they do not meet. */
  missing: readonly string[];
}

// Terms are changed now and then, not all the time: whoever meets two changes in one call is told of it.
const tries = 3;

/** Thrown inside a transaction to undo it: the terms by which the creator was judged are no longer the newest. */
class Outdated extends Error {}

/** What is told of somebody who comes in. */
@Injectable()
export class EngagementNews {
  constructor(private readonly events: Events) {}

  arrival(arrived: { id: EngagementId; order: OrderView; creatorId: AccountId; to: 'ACCEPTED' | 'APPLIED' }) {
    const { id: engagementId, order, creatorId, to } = arrived;
    const { id: campaignId, sellerId } = order;
    const told = { engagementId, campaignId, sellerId, creatorId, from: null, to, endReason: null };
    return this.events.news(engagementChanged, told);
  }
}

/** How a creator comes into an order. */
@Injectable()
export class Taking {
  constructor(
    private readonly database: Database,
    private readonly orders: OrdersQueries,
    private readonly facts: CreatorFactsQueries,
    private readonly lifecycle: EngagementLifecycle,
    private readonly told: EngagementNews,
    private readonly clock: Clock,
  ) {}

  /** See `PlacesService.take`. */
  async take(wish: Wish): Promise<EngagementView> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(wish);
      } catch (error) {
        if (!(error instanceof Outdated) || attempt === tries) throw error;
      }
    }
  }

  /** The deadline of the terms that hold for an engagement. */
  async deadlineOf(tx: Tx, { campaignId, termsVersion }: EngagementEntity): Promise<Date> {
    const [terms] = await rows<{ deadline: Date }>(
      tx,
      'select deadline from campaign_terms where campaign_id = $1 and version = $2',
      [campaignId, termsVersion],
    );
    if (!terms) throw new Error(`campaign ${campaignId} has no terms ${termsVersion}`);
    return terms.deadline;
  }

  private async attempt(wish: Wish): Promise<EngagementView> {
    const { creatorId, orderId } = wish;
    const order = (await this.orders.byIds(creatorId, [orderId])).get(orderId);
    if (!order) throw new NotFound('campaign', ['orderId']);
    // Before the transaction, which holds a connection of its own.
    const missing = await this.missing(creatorId, order);
    return this.database.transaction(async (tx) => {
      await requireActive(tx, creatorId);
      const part = await ownPart(tx, orderId, creatorId);
      const id = part ?? newId<'engagement'>();
      const earlier = await recordCommand(tx, { ...wish.command, subjectId: id, at: this.clock.now() });
      if (earlier) return readEngagement(tx, earlier as EngagementId);
      await (part ? this.acceptInvitation(tx, part, wish) : this.comeIn(tx, id, { order, wish, missing }));
      return readEngagement(tx, id);
    });
  }

  private async acceptInvitation(tx: Tx, id: EngagementId, { termsVersion }: Wish): Promise<void> {
    const locked = await lockEngagement(tx, id);
    if (!locked) throw new Error(`engagement ${id} is gone`);
    const { engagement, campaign } = locked;
    if (engagement.status !== 'INVITED') throw new AlreadyEngaged(engagement.status);
    requireOpen(campaign, this.clock.now());
    if (termsVersion !== null && termsVersion !== campaign.termsVersion) throw new TermsChanged(campaign.termsVersion);
    const [terms] = await rows<{ rewardMinor: string }>(
      tx,
      'select reward_minor as "rewardMinor" from creator_order_terms where campaign_id = $1 and version = $2',
      [campaign.id, campaign.termsVersion],
    );
    if (!terms) throw new Error(`campaign ${campaign.id} has no terms`);
    await this.lifecycle.become(tx, locked, 'ACCEPTED', {
      rewardMinor: terms.rewardMinor,
      termsVersion: campaign.termsVersion,
      dueAt: campaign.deadline,
    });
  }

  /** Judges a creator whom nobody has invited by the terms, and lets them in or apply. */
  private async comeIn(tx: Tx, id: EngagementId, { order, wish, missing }: Judged): Promise<void> {
    const { terms, sellerId } = order;
    const { creatorId, orderId, message, revisions } = wish;
    const now = this.clock.now();
    if (wish.termsVersion !== null && wish.termsVersion !== terms.version) throw new TermsChanged(terms.version);
    requireOpen({ status: order.status, deadline: terms.deadline }, now);
    if (terms.admission === 'INVITED') throw new NotFound('campaign', ['orderId']);
    if (order.placesTaken >= terms.places) throw new PlacesTaken();
    if ((await sellerOf(tx, creatorId)) === sellerId) throw new OwnOrder();
    if (missing.length > 0) throw new NotEligible(missing);
    const how = terms.admission === 'FIRST_COME' ? 'take' : 'apply';
    if (how === 'apply') await requireRoomToApply(tx, orderId, wish.maxApplicants);
    const news = this.told.arrival({ id, order, creatorId, to: how === 'take' ? 'ACCEPTED' : 'APPLIED' });
    const engagement = { id, campaignId: orderId, creatorId, termsVersion: terms.version, message, revisions, at: now };
    // The same creator on another device; that one's answer is read by whoever asks again.
    const otherwise = () => new AlreadyEngaged(how === 'take' ? 'ACCEPTED' : 'APPLIED');
    if (!(await insertEngagement(tx, how, engagement, { news, otherwise }))) await this.refuse(tx, order);
  }

  /** What the newest terms ask for and the creator does not have; everything, of somebody who is gone. */
  private async missing(creatorId: AccountId, { terms }: OrderView): Promise<string[]> {
    const asked = eligibilityOf(terms, undefined).map(({ item }) => item);
    if (asked.length === 0) return [];
    const known = (await this.facts.of([creatorId])).get(creatorId);
    return known ? unmet(eligibilityOf(terms, known)) : asked;
  }

  /** Says why there was no place though there seemed to be one. */
  private async refuse(tx: Tx, order: OrderView): Promise<never> {
    const [now] = await rows<{ status: OrderView['status']; deadline: Date; termsVersion: number }>(
      tx,
      'select status, deadline, terms_version as "termsVersion" from campaigns where id = $1',
      [order.id],
    );
    if (!now) throw new NotFound('campaign', ['orderId']);
    requireOpen(now, this.clock.now());
    if (now.termsVersion !== order.terms.version) throw new Outdated();
    throw new PlacesTaken();
  }
}
