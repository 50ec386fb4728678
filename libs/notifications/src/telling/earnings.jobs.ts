import { currency, formatAmount, unreachable } from '@moments/kernel';
import { type EarningsChanged, earningsChanged } from '@moments/payouts';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import type { NotificationKind } from '../domain/kinds.js';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfChange = defineSubscription({
  event: earningsChanged,
  name: 'notifications-tell-of-earnings-changed',
  timeoutMs: 900_000,
});

function kindOf(reason: EarningsChanged['reason']): NotificationKind {
  switch (reason) {
    case 'DAY_CORRECTED':
      return 'EARNINGS_CORRECTED';
    case 'COMMISSION_TAKEN_BACK':
      return 'COMMISSION_TAKEN_BACK';
    case 'DEBT_WRITTEN_OFF':
      return 'DEBT_WRITTEN_OFF';
    default:
      return unreachable(reason);
  }
}

/** Tells each creator by how much what they had is another amount now, and of which day, once. */
@HandlesJob(tellOfChange)
export class TellOfEarningsChange implements JobHandler<EarningsChanged> {
  constructor(private readonly telling: TellingService) {}

  async handle({ reason, day, currency: code, creators }: EarningsChanged, context: JobContext): Promise<void> {
    for (const { creatorId, amountMinor } of creators) {
      const amount = `${formatAmount({ minor: BigInt(amountMinor), currency: currency(code) })} ${code}`;
      await this.telling.tell({
        ...{ kind: kindOf(reason), recipientId: creatorId, subjectId: creatorId, actId: eventIdOf(context) },
        details: { message: day ? `${day}: ${amount}` : amount },
      });
    }
  }
}
