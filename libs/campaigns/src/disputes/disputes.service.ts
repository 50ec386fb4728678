import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, type EngagementId, parseInput, textSchema } from '@moments/kernel';
import { Database } from '@moments/platform';
import { z } from 'zod';
import { EngagementNotInState } from '../campaigns.errors.js';
import { engagementMayBecome } from '../domain/engagement-machine.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Parties, requireSide } from '../work/parties.js';
import { insertDispute } from './disputes.store.js';

export interface OpenDispute {
  accountId: AccountId;
  engagementId: EngagementId;
  reason: string;
}

const opening = z.object({ reason: textSchema({ max: 2_000, required: true, maxLineBreaks: 50 }) });

/** What the two sides cannot settle themselves: the place is frozen until an operator has decided. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly lifecycle: EngagementLifecycle,
    private readonly clock: Clock,
  ) {}

  /**
   * Freezes the place: neither silence nor time decides about it any more. While it is open, opening it again changes
   * nothing. Throws `NotFound`, `EngagementNotInState` before anything was handed in and after the end, `InvalidInput`.
   */
  async open({ accountId, engagementId, ...input }: OpenDispute): Promise<void> {
    const { reason } = parseInput(opening, input);
    const party = await this.parties.of(accountId);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const locked = requireSide(await lockEngagement(tx, engagementId), party);
      const { status } = locked.engagement;
      if (status === 'DISPUTED') return;
      if (!engagementMayBecome(status, 'DISPUTED')) throw new EngagementNotInState(status);
      await insertDispute(tx, { engagementId, openedBy: accountId, side: locked.side, reason, at });
      const frozen = { disputedFrom: status, reviewDueAt: null, dueAt: null };
      await this.lifecycle.become(tx, locked, 'DISPUTED', frozen);
    });
  }
}
