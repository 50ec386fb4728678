import { accountDeleted } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { Database, defineSubscription, execute, HandlesJob, type JobHandler } from '@moments/platform';

const forgetViewer = defineSubscription({ event: accountDeleted, name: 'views-forget-viewer', timeoutMs: 120_000 });

/** What a deleted account has watched is forgotten. Its events stay to their day's end under an id that names nobody. */
@HandlesJob(forgetViewer)
export class ForgetViewer implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly database: Database) {}

  async handle({ accountId }: { accountId: AccountId }): Promise<void> {
    await this.database.transaction(async (tx) => {
      await execute(tx, 'delete from watched_moments where viewer_id = $1', [accountId]);
      await execute(tx, 'delete from view_viewers where viewer_key = $1', [accountId]);
    });
  }
}
