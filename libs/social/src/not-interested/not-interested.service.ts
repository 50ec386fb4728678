import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, type MomentId } from '@moments/kernel';
import { Database, execute } from '@moments/platform';
import { requireShownMoment } from '../moments/shown-moment.store.js';

/** Whom a moment does not interest. */
export interface NotInterestedCommand {
  accountId: AccountId;
  momentId: MomentId;
}

/** What people never want to see again, and whose it was. Nobody else can tell; the feed goes by it. */
@Injectable()
export class NotInterestedService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a moment out of the account's feed for good and makes its author weigh less there for a while, from now on.
   * Saying it again changes nothing. Throws `NotFound` unless the moment is published and shown to this account.
   */
  async add({ accountId, momentId }: NotInterestedCommand): Promise<void> {
    const { authorId } = await requireShownMoment(this.database, { accountId, momentId });
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const added = await execute(
        tx,
        // Shared: whoever removes the moment meanwhile waits, and then takes this along.
        `insert into not_interested_moments (account_id, moment_id, created_at)
         select $1, id, $3 from moments where id = $2 and status = 'PUBLISHED' for share
         on conflict do nothing`,
        [accountId, momentId, now],
      );
      if (added === 0) return;
      await execute(
        tx,
        `insert into not_interested_authors as known (account_id, author_id, told_at) values ($1, $2, $3)
         on conflict (account_id, author_id) do update set told_at = greatest(known.told_at, $3)`,
        [accountId, authorId, now],
      );
    });
  }
}
