import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, days } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { moderationRules } from '../moderation.settings.js';

// A decision counts once, however often it was looked at, and not at all when that ended in its author's favour.
const openOf = statement(
  'moderation.open_strikes',
  `select author_id as "accountId", count(*)::int as strikes from moderation_cases as cases
    where author_id = any($1) and outcome = 'REJECTED' and closed_at > $2 and appeal is null
      and not exists (select from moderation_cases as looked_at_again
                       where looked_at_again.appeal_of = cases.id and looked_at_again.outcome = 'APPROVED')
    group by author_id`,
);

/** What counts against authors. */
@Injectable()
export class StrikesQueries {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** How many rejections count against each account today; those against whom nothing counts are left out. One statement. */
  async openOf(accountIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
    const { strikeDays } = await this.settings.get(moderationRules);
    const since = after(this.clock.now(), -days(strikeDays));
    const found = await this.database.read<{ accountId: AccountId; strikes: number }>(openOf, [accountIds, since]);
    return new Map(found.map(({ accountId, strikes }) => [accountId, strikes]));
  }
}
