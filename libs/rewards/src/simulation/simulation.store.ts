import type { AccountId, AttributionId, BusinessDay, Currency, MomentId } from '@moments/kernel';
import type { SnapshotRead } from '@moments/platform';
import type { FrozenFacts } from '../closing/domain/day-facts.js';

/** Days of a range whose rewards are not closed. */
export async function daysNotClosed(read: SnapshotRead, from: BusinessDay, to: BusinessDay): Promise<number> {
  const [found] = await read<{ missing: number }>(
    `select $2::date - $1::date + 1 - (select count(*)::integer from reward_days
       where day between $1 and $2 and status = 'CLOSED') as missing`,
    [from, to],
  );
  return found?.missing ?? 0;
}

/** Frozen facts of so many creators after one of them, in their order. */
export const factsAfter = (
  read: SnapshotRead,
  { day, after, limit }: { day: BusinessDay; after: AccountId | null; limit: number },
): Promise<FrozenFacts[]> =>
  read<FrozenFacts>(
    `select creator_id as "creatorId", moment_id as "momentId", length_ms as "lengthMs", category, qualified, completed,
            openers, buyers, open_strikes as "openStrikes"
       from reward_facts where day = $1 and creator_id in (
         select distinct creator_id from reward_facts where day = $1 and ($2::uuid is null or creator_id > $2)
          order by creator_id limit $3)
      order by creator_id, moment_id`,
    [day, after, limit],
  );

export interface PurchaseRow {
  attributionId: AttributionId;
  creatorId: AccountId;
  momentId: MomentId;
  category: string[] | null;
  currency: Currency;
  /** Of what is kept, and what it has earned so far; minor units. */
  amount: string;
  recorded: string;
}

/*
 * Purchases of a day that a policy pays for, after one of them. Reads attribution and the catalogue: what is owed for
 * how much, and in which category, is asked of them one purchase at a time elsewhere.
 */
export const purchasesAfter = (
  read: SnapshotRead,
  { day, after, limit }: { day: BusinessDay; after: AttributionId | null; limit: number },
): Promise<PurchaseRow[]> =>
  read<PurchaseRow>(
    `select rewards.attribution_id as "attributionId", rewards.creator_id as "creatorId",
            rewards.moment_id as "momentId", products.category, attributions.currency,
            (attributions.owed * attributions.unit_price_minor)::text as amount, rewards.recorded::text as recorded
       from purchase_rewards as rewards
       join attributions on attributions.id = rewards.attribution_id
       left join products on products.id = attributions.product_id
      where rewards.by_policy and rewards.purchased_on = $1 and ($2::uuid is null or rewards.attribution_id > $2)
      order by rewards.attribution_id limit $3`,
    [day, after, limit],
  );
