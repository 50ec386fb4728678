import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  after,
  type BusinessDay,
  days,
  type MonetizationApplicationId,
  type Page,
  pageOf,
  type PageWindow,
  type TimePosition,
} from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { monetizationRules } from '../rewards.settings.js';
import { applicationColumns, type ApplicationView, type MonetizationView } from './application.view.js';
import type { ApplicationStatus } from './domain/monetization-machine.js';

const approvedOn = statement(
  'rewards.approved_on',
  `select distinct account_id as "accountId" from monetization_spells
    where account_id = any($1) and from_day <= $2 and (until_day is null or $2 < until_day)`,
);
const everybodyApprovedOn = statement(
  'rewards.everybody_approved_on',
  `select distinct account_id as "accountId" from monetization_spells
    where from_day <= $1 and (until_day is null or $1 < until_day) and ($2::uuid is null or account_id > $2)
    order by account_id limit $3`,
);
const latestOf = statement(
  'rewards.latest_applications',
  `select latest.* from unnest($1::uuid[]) as asked (id) cross join lateral (
     select ${applicationColumns} from monetization_applications as applications
      where applications.account_id = asked.id order by submitted_at desc, id desc limit 1) as latest`,
);
const byIds = statement(
  'rewards.applications_by_id',
  `select ${applicationColumns} from monetization_applications as applications where id = any($1)`,
);
// Of those who are gone nothing is left to be looked at; who that is only identity's table tells.
const ofStatus = statement(
  'rewards.applications_of_status',
  `select ${applicationColumns} from monetization_applications as applications
    where status = $1 and ($2::timestamptz is null or (submitted_at, id) > ($2, $3::uuid))
      and exists (select from accounts where accounts.id = applications.account_id and accounts.status <> 'deleted' offset 0)
    order by submitted_at, id limit $4`,
);

/** Who earns, who would like to, and what was said to them. */
@Injectable()
export class MonetizationQueries {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Which of these creators earn on a day: from the day of their approval on, and not on the day of a suspension. */
  async approvedOf(creatorIds: readonly AccountId[], day: BusinessDay): Promise<Set<AccountId>> {
    const found = await this.database.read<{ accountId: AccountId }>(approvedOn, [creatorIds, day]);
    return new Set(found.map(({ accountId }) => accountId));
  }

  /** Everybody who earns on a day, a page at a time in the order of ids. */
  async approvedOn(day: BusinessDay, page: { after?: AccountId; limit: number }): Promise<AccountId[]> {
    const parameters = [day, page.after ?? null, page.limit];
    const found = await this.database.read<{ accountId: AccountId }>(everybodyApprovedOn, parameters);
    return found.map(({ accountId }) => accountId);
  }

  /** Where each account stands; one statement. */
  async of(accountIds: readonly AccountId[]): Promise<Map<AccountId, MonetizationView>> {
    const [{ retryDays }, found] = await Promise.all([
      this.settings.get(monetizationRules),
      this.database.read<ApplicationView>(latestOf, [accountIds]),
    ]);
    const latest = new Map(found.map((application) => [application.accountId, application]));
    return new Map(accountIds.map((id) => [id, toMonetization(id, latest.get(id), retryDays)]));
  }

  /** Applications, the longest waiting first. */
  async applications(
    status: ApplicationStatus,
    { limit, after: position }: PageWindow<TimePosition>,
  ): Promise<Page<ApplicationView, TimePosition>> {
    const parameters = [status, position?.at ?? null, position?.id ?? null, limit + 1];
    const found = await this.database.read<ApplicationView>(ofStatus, parameters);
    return pageOf(found, limit, (item) => ({ item, position: { at: item.submittedAt, id: item.id } }));
  }

  async byIds(ids: readonly MonetizationApplicationId[]): Promise<Map<MonetizationApplicationId, ApplicationView>> {
    const found = await this.database.read<ApplicationView>(byIds, [ids]);
    return new Map(found.map((application) => [application.id, application]));
  }
}

function toMonetization(
  accountId: AccountId,
  application: ApplicationView | undefined,
  retryDays: number,
): MonetizationView {
  if (!application) return { accountId, status: 'NOT_APPLIED', requirementReasons: {} };
  const { status, reason, requirementReasons, decidedAt } = application;
  const refusedAt = status === 'REJECTED' ? decidedAt : null;
  const mayApplyAt = refusedAt ? after(refusedAt, days(retryDays)) : undefined;
  return { accountId, status, reason: reason === '' ? undefined : reason, requirementReasons, mayApplyAt };
}
