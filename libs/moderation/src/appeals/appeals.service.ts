import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, type MomentId, parseInput, textSchema } from '@moments/kernel';
import { MomentsModeration } from '@moments/moments';
import { Database, Settings } from '@moments/platform';
import { z } from 'zod';
import { lastCaseOf, openCase } from '../cases/cases.store.js';
import { moderationRules } from '../moderation.settings.js';
import { lockSubject } from '../subjects/subjects.store.js';

/** What an author says about a decision. */
export interface AppealCommand {
  accountId: AccountId;
  momentId: MomentId;
  text: string;
}

/** Lets authors ask for another look, once for each decision. */
@Injectable()
export class AppealsService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly moments: MomentsModeration,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts one's own rejected moment under review and into the queue once more. The same words again, while it waits,
   * change nothing. Throws `InvalidInput`, `NotFound`, `NothingToAppeal`, `AccountGone`, `AccountSuspended`.
   */
  async appeal({ accountId, momentId, ...input }: AppealCommand): Promise<void> {
    const { maxAppealLength: max } = await this.settings.get(moderationRules);
    const { text } = parseInput(z.object({ text: textSchema({ max, required: true, maxLineBreaks: 50 }) }), input);
    const subject = { kind: 'moment', id: momentId } as const;
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      await lockSubject(tx, subject);
      const last = await lastCaseOf(tx, subject);
      if (last?.closedAt === null && last.authorId === accountId && last.appeal === text) return;
      const reason = await this.moments.appeal(tx, { accountId, momentId });
      const decided = last?.outcome === 'REJECTED' ? last : undefined;
      await openCase(tx, {
        subject,
        authorId: accountId,
        momentId,
        reasons: [...new Set([reason, ...(decided?.reasons ?? [])])],
        openedAt: this.clock.now(),
        appeal: { text, of: decided?.id, reports: decided?.reports ?? 0 },
      });
    });
  }
}
