import { Injectable } from '@nestjs/common';
import { ageOn } from '@moments/identity';
import { type AccountId, addDays, businessDayOf, Clock } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { ViewFacts } from '@moments/views';
import { OpenStrikes } from '../open-strikes.js';
import { monetizationRules } from '../rewards.settings.js';
import { type Requirement, requirementsOf } from './domain/requirements.js';

interface PersonRow {
  accountId: AccountId;
  birthDate: string | null;
  followers: number;
}

// Reads tables of identity and social: a page of applications is one statement, and neither offers both.
const people = statement(
  'rewards.applicants',
  `select accounts.id as "accountId", to_char(accounts.birth_date, 'YYYY-MM-DD') as "birthDate",
          coalesce(counters.followers, 0) as followers
     from accounts left join profile_counters as counters on counters.account_id = accounts.id
    where accounts.id = any($1) and accounts.status <> 'deleted'`,
);

/** How far people are on their way to earning. */
@Injectable()
export class Requirements {
  constructor(
    private readonly database: Database,
    private readonly views: ViewFacts,
    private readonly strikes: OpenStrikes,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** What it takes, and how long one waits after a refusal. */
  rules() {
    return this.settings.get(monetizationRules);
  }

  /** As they stand now, of each account that there is; a few statements however many are asked about. */
  async of(accountIds: readonly AccountId[]): Promise<Map<AccountId, Requirement[]>> {
    const rules = await this.rules();
    const now = this.clock.now();
    const from = addDays(businessDayOf(now), 1 - rules.qualifiedDays);
    const [found, qualified, strikes] = await Promise.all([
      this.database.read<PersonRow>(people, [accountIds]),
      this.views.qualifiedSince(accountIds, from),
      this.strikes.of(accountIds),
    ]);
    return new Map(
      found.map(({ accountId, birthDate, followers }) => {
        const age = birthDate === null ? undefined : ageOn(birthDate, now);
        const counted = { qualifiedViews: qualified.get(accountId) ?? 0, openStrikes: strikes.get(accountId) ?? 0 };
        return [accountId, requirementsOf({ age, followers, ...counted }, rules)];
      }),
    );
  }
}
