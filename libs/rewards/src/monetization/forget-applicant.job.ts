import { accountDeleted } from '@moments/identity';
import { type AccountId, businessDayOf, Clock } from '@moments/kernel';
import { Database, defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { eraseApplicant } from './applications.store.js';

const forgetApplicant = defineSubscription({ event: accountDeleted, name: 'rewards-forget-applicant' });

/** Who is gone asks for nothing and earns nothing more; what was decided and earned stays, under the bare id. */
@HandlesJob(forgetApplicant)
export class ForgetApplicant implements JobHandler<{ accountId: AccountId }> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async handle({ accountId }: { accountId: AccountId }): Promise<void> {
    await this.database.transaction((tx) => eraseApplicant(tx, accountId, businessDayOf(this.clock.now())));
  }
}
