import { type AccountId, type BusinessDay, currency, formatAmount } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { statementsPublished } from '@moments/rewards';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfStatements = defineSubscription({
  event: statementsPublished,
  name: 'notifications-tell-of-statements',
  timeoutMs: 900_000,
});

interface Published {
  day: BusinessDay;
  currency: string;
  creators: { creatorId: AccountId; amountMinor: string }[];
}

/** Tells each creator what a day has brought, once for the day. */
@HandlesJob(tellOfStatements)
export class TellOfStatements implements JobHandler<Published> {
  constructor(private readonly telling: TellingService) {}

  async handle({ day, currency: code, creators }: Published, context: JobContext): Promise<void> {
    for (const { creatorId, amountMinor } of creators) {
      const amount = formatAmount({ minor: BigInt(amountMinor), currency: currency(code) });
      await this.telling.tell({
        ...{ kind: 'REWARDS_PUBLISHED', recipientId: creatorId, subjectId: creatorId },
        ...{ actId: eventIdOf(context), details: { message: `${day}: ${amount} ${code}` } },
      });
    }
  }
}
