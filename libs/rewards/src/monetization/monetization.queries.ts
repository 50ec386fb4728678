import { Injectable } from '@nestjs/common';
import type { AccountId, BusinessDay } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

const approvedOn = statement(
  'rewards.approved_on',
  `select distinct account_id as "accountId" from monetization_spells
    where account_id = any($1) and from_day <= $2 and (until_day is null or $2 < until_day)`,
);

/** Who earns. */
@Injectable()
export class MonetizationQueries {
  constructor(private readonly database: Database) {}

  /** Which of these creators earn on a day: from the day of their approval on, and not on the day of a suspension. */
  async approvedOf(creatorIds: readonly AccountId[], day: BusinessDay): Promise<Set<AccountId>> {
    const found = await this.database.read<{ accountId: AccountId }>(approvedOn, [creatorIds, day]);
    return new Set(found.map(({ accountId }) => accountId));
  }
}
