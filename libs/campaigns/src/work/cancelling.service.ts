import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, type EngagementId, idempotencyKey, parseInput } from '@moments/kernel';
import { Database } from '@moments/platform';
import { z } from 'zod';
import { EngagementNotInState } from '../campaigns.errors.js';
import { recordCommand } from '../commands.store.js';
import type { EngagementStatus } from '../domain/engagement-machine.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Parties, requireSide, type Side } from './parties.js';

export interface CancelWork {
  accountId: AccountId;
  engagementId: EngagementId;
  idempotencyKey: string;
}

/**
 * Where each side may still step back from a place that is taken. Once something was handed in the seller decides about
 * that, or opens a dispute; once it is approved the creator keeps it published, or takes it down and is not paid.
 */
const mayCancel: Readonly<Record<Side, readonly EngagementStatus[]>> = {
  SELLER: ['ACCEPTED'],
  CREATOR: ['ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED'],
};

const endReasons: Readonly<Record<Side, string>> = { SELLER: 'cancelled_by_seller', CREATOR: 'withdrawn' };
const input = z.object({ idempotencyKey });

/** How the two sides part before anything is owed: the reward stays with the seller. */
@Injectable()
export class Cancelling {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly lifecycle: EngagementLifecycle,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends an engagement by one of its sides. Repeating a key changes nothing. Throws `NotFound`, `EngagementNotInState`
   * where that side may not step back any more, `IdempotencyConflict`.
   */
  async cancel({ accountId, engagementId, ...asked }: CancelWork): Promise<void> {
    const { idempotencyKey: key } = parseInput(input, asked);
    const party = await this.parties.of(accountId);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const command = { accountId, idempotencyKey: key, command: 'cancel-work', at };
      if (await recordCommand(tx, { ...command, input: { engagementId }, subjectId: engagementId })) return;
      const locked = requireSide(await lockEngagement(tx, engagementId), party);
      const { status } = locked.engagement;
      if (!mayCancel[locked.side].includes(status)) throw new EngagementNotInState(status);
      await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason: endReasons[locked.side] });
    });
  }
}
