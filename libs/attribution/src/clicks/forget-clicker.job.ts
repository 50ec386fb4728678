import { accountDeleted } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { Database, defineSubscription, execute, HandlesJob, type JobHandler } from '@moments/platform';

const forgetClicker = defineSubscription({
  event: accountDeleted,
  name: 'attribution-forget-clicker',
  timeoutMs: 120_000,
});

/**
 * With a deleted account goes what its clicks tell of where they were made. The clicks themselves stay under an id that
 * names nobody: what is owed to creators rests on them.
 */
@HandlesJob(forgetClicker)
export class ForgetClicker implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly database: Database) {}

  async handle({ accountId }: { accountId: AccountId }): Promise<void> {
    await this.database.transaction((tx) =>
      execute(tx, 'update clicks set network_key = null where opener_id = $1 and network_key is not null', [accountId]),
    );
  }
}
