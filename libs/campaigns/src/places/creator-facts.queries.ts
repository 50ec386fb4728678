import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { orderLimits } from '../campaigns.settings.js';
import type { CreatorFacts } from '../domain/eligibility.js';
import { OpenStrikes } from '../open-strikes.js';

// Lower libs' own tables, read together: an order is judged by them on every look at it.
const facts = statement(
  'campaigns.creator-facts',
  `select accounts.id, accounts.region, coalesce(counters.followers, 0) as followers,
          exists (select from role_grants where account_id = accounts.id and role = 'CREATOR') as monetized,
          array(select distinct path.name
                  from moments join moment_product_cards as cards on cards.moment_id = moments.id
                  join products on products.id = cards.product_id
                 cross join unnest(products.category) as path (name)
                 where moments.author_id = accounts.id and moments.status = 'PUBLISHED' and moments.published_at > $2
                 limit 1000) as categories
     from accounts left join profile_counters as counters on counters.account_id = accounts.id
    where accounts.id = any($1) and accounts.status = 'active'`,
);

/** What is known of creators where orders ask for something. */
@Injectable()
export class CreatorFactsQueries {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly strikes: OpenStrikes,
    private readonly clock: Clock,
  ) {}

  /** Those who are gone or suspended are not in it. */
  async of(accountIds: readonly AccountId[]): Promise<Map<AccountId, CreatorFacts>> {
    const { categoryMs } = await this.settings.get(orderLimits);
    const since = after(this.clock.now(), -categoryMs);
    const [found, strikes] = await Promise.all([
      this.database.read<Omit<CreatorFacts, 'openStrikes'> & { id: AccountId }>(facts, [accountIds, since]),
      this.strikes.of(accountIds),
    ]);
    return new Map(found.map(({ id, ...known }) => [id, { ...known, openStrikes: strikes.get(id) ?? 0 }]));
  }
}
