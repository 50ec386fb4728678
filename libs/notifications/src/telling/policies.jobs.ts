import { type AccountId, type BusinessDay, businessDayOf, Clock } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { MonetizationQueries, rewardPolicyPublished } from '@moments/rewards';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfPolicy = defineSubscription({
  event: rewardPolicyPublished,
  name: 'notifications-tell-of-policy',
  timeoutMs: 3_600_000,
});

const pageSize = 500;

interface Published {
  effectiveFrom: string;
}

/** Tells everybody who earns before other rules hold: nobody's rates change behind their back. */
@HandlesJob(tellOfPolicy)
export class TellOfPolicy implements JobHandler<Published> {
  constructor(
    private readonly telling: TellingService,
    private readonly monetization: MonetizationQueries,
    private readonly clock: Clock,
  ) {}

  async handle({ effectiveFrom }: Published, context: JobContext): Promise<void> {
    const today: BusinessDay = businessDayOf(this.clock.now());
    for (let after: AccountId | undefined; ;) {
      const creators = await this.monetization.approvedOn(today, { after, limit: pageSize });
      for (const creatorId of creators) {
        // Told twice it is one notification: the event is the act.
        await this.telling.tell({
          ...{ kind: 'REWARD_POLICY_PUBLISHED', recipientId: creatorId, subjectId: creatorId },
          ...{ actId: eventIdOf(context), details: { message: effectiveFrom } },
        });
      }
      after = creators.at(-1);
      if (after === undefined || creators.length < pageSize) return;
    }
  }
}
