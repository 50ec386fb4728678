import { Injectable } from '@nestjs/common';
import { requireActive, Rollout } from '@moments/identity';
import {
  type CampaignId,
  Clock,
  type EngagementId,
  idempotencyKey,
  NotFound,
  parseInput,
  textSchema,
} from '@moments/kernel';
import { Database, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import type { Ordering } from '../campaigns/orders.service.js';
import { sellerOf } from '../campaigns/order-checks.store.js';
import { EngagementNotInState } from '../campaigns.errors.js';
import { orderLimits, threadLimits } from '../campaigns.settings.js';
import { recordCommand } from '../commands.store.js';
import { campaignRules } from '../domain/campaign-kinds.js';
import { holdsPlace } from '../domain/engagement-machine.js';
import { EngagementLifecycle } from './engagement-lifecycle.js';
import type { EngagementView } from './engagement.view.js';
import { readEngagement } from './engagements.queries.js';
import { lockEngagement, type LockedEngagement } from './engagements.store.js';
import { requireOpen } from './require-open.js';
import { Taking } from './taking.js';

/** A creator wants a place. */
export interface TakeOrder {
  by: Ordering;
  orderId: CampaignId;
  /** What the creator says to the seller. */
  message?: string | null;
  /** The terms that the creator has seen; any when left out. */
  termsVersion?: number | null;
  idempotencyKey: string;
}

/** The seller says yes or no to an application, or takes an invitation back. */
export interface AdmitToOrder {
  by: Ordering;
  engagementId: EngagementId;
  accept: boolean;
}

/** Who comes to have a place in an order. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly database: Database,
    private readonly rollout: Rollout,
    private readonly settings: Settings,
    private readonly taking: Taking,
    private readonly lifecycle: EngagementLifecycle,
    private readonly clock: Clock,
  ) {}

  /**
   * Accepts an invitation, takes a place, or applies for one, as the order says. Repeating a key gives the first answer,
   * whatever has become of the order. Throws `FeatureNotAvailable`, `NotFound` for an order that is not there for this
   * creator, `CampaignNotInState`, `CampaignOver`, `PlacesTaken`, `TooManyApplicants`, `NotEligible`, `OwnOrder`, `AlreadyEngaged`,
   * `TermsChanged`, `IdempotencyConflict`.
   */
  async take({ by, ...input }: TakeOrder): Promise<EngagementView> {
    await this.rollout.require(by, campaignRules.CREATOR_ORDER.feature);
    const { maxLength } = await this.settings.get(threadLimits);
    const { revisions, maxApplicants } = await this.settings.get(orderLimits);
    const { message, termsVersion, ...rest } = parseInput(takeInput(maxLength), input);
    const { accountId } = by;
    const command = {
      ...{ accountId, idempotencyKey: rest.idempotencyKey, command: 'take-order' },
      input: { orderId: input.orderId, message, termsVersion },
    };
    return this.taking.take({
      creatorId: accountId,
      orderId: input.orderId,
      message,
      termsVersion,
      command,
      revisions,
      maxApplicants,
    });
  }

  /**
   * Says yes or no to an application; no to an invitation takes it back. Said again it changes nothing. Throws `NotFound`
   * for everybody but members of the seller, `EngagementNotInState`, `CampaignNotInState`, `CampaignOver`, `PlacesTaken`,
   * and `InsufficientFunds` when it was made under dearer terms than the newest.
   */
  admit({ by, engagementId, accept }: AdmitToOrder): Promise<EngagementView> {
    return this.database.transaction(async (tx) => {
      await requireActive(tx, by.accountId);
      const locked = await lockEngagement(tx, engagementId);
      if (!locked || locked.engagement.sellerId !== (await sellerOf(tx, by.accountId))) {
        throw new NotFound('engagement', ['engagementId']);
      }
      await (accept ? this.accept(tx, locked) : this.refuse(tx, locked));
      return readEngagement(tx, engagementId);
    });
  }

  /**
   * The creator says no to an invitation, or takes an application back; again changes nothing. Throws `NotFound` for
   * everybody else, `EngagementNotInState` once there is a place.
   */
  decline({ by, engagementId, ...input }: { by: Ordering; engagementId: EngagementId; idempotencyKey: string }) {
    const { idempotencyKey: key } = parseInput(z.object({ idempotencyKey }), input);
    return this.database.transaction(async (tx) => {
      const { accountId } = by;
      await requireActive(tx, accountId);
      const locked = await lockEngagement(tx, engagementId);
      if (locked?.engagement.creatorId !== accountId) throw new NotFound('engagement', ['engagementId']);
      const command = { accountId, idempotencyKey: key, command: 'decline-engagement', subjectId: engagementId };
      const earlier = await recordCommand(tx, { ...command, input: { engagementId }, at: this.clock.now() });
      if (!earlier) await this.leave(tx, locked);
      return readEngagement(tx, engagementId);
    });
  }

  private async accept(tx: Tx, locked: LockedEngagement): Promise<void> {
    const { engagement, campaign } = locked;
    if (holdsPlace(engagement.status)) return;
    if (engagement.status !== 'APPLIED') throw new EngagementNotInState(engagement.status);
    requireOpen(campaign, this.clock.now(), 'engagementId');
    // The deadline of the terms under which the creator applied may have been another.
    const dueAt = await this.taking.deadlineOf(tx, engagement);
    await this.lifecycle.become(tx, locked, 'ACCEPTED', {
      dueAt: dueAt > this.clock.now() ? dueAt : campaign.deadline,
    });
  }

  private async refuse(tx: Tx, locked: LockedEngagement): Promise<void> {
    switch (locked.engagement.status) {
      case 'APPLIED':
        await this.lifecycle.become(tx, locked, 'DECLINED', { endReason: 'not_admitted' });
        return;
      case 'INVITED':
        await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason: 'invitation_withdrawn' });
        return;
      case 'DECLINED':
        return;
      case 'ACCEPTED':
      case 'SUBMITTED':
      case 'REVISION_REQUESTED':
      case 'APPROVED':
      case 'PAID':
      case 'CANCELLED':
      case 'EXPIRED':
      case 'DISPUTED':
        throw new EngagementNotInState(locked.engagement.status);
    }
  }

  private async leave(tx: Tx, locked: LockedEngagement): Promise<void> {
    const { engagement } = locked;
    if (engagement.status === 'INVITED') {
      await this.lifecycle.become(tx, locked, 'DECLINED', { endReason: 'declined' });
    } else if (engagement.status === 'APPLIED') {
      await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason: 'withdrawn' });
    } else if (engagement.status !== 'DECLINED') {
      throw new EngagementNotInState(engagement.status);
    }
  }
}

const takeInput = (maxLength: number) =>
  z.object({
    message: textSchema({ max: maxLength, required: false })
      .nullish()
      .transform((text) => (text === '' || text == null ? null : text)),
    termsVersion: z
      .int()
      .min(1)
      .nullish()
      .transform((version) => version ?? null),
    idempotencyKey,
  });
