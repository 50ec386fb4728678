import type { AccountId, AttributionId, BusinessDay, Currency, MomentId, ProductId } from '@moments/kernel';
import { type Database, execute, rows, statement, type Tx } from '@moments/platform';

/** What the purchases of an attribution have earned so far. */
export interface PurchaseReward {
  /** The latest news that was heard, and the latest that confirmed; 0 before any. */
  readonly version: number;
  readonly confirmedVersion: number;
  readonly recorded: bigint;
  /** News that lines were written for. */
  readonly versions: readonly number[];
}

interface Named {
  readonly attributionId: AttributionId;
  readonly creatorId: AccountId;
  readonly momentId: MomentId;
  readonly purchasedOn: BusinessDay;
  readonly currency: Currency;
  readonly now: Date;
}

const opening = statement(
  'rewards.open-purchase-reward',
  `insert into purchase_rewards (attribution_id, creator_id, moment_id, purchased_on, version, currency, by_policy, updated_at)
   values ($1, $2, $3, $4, 0, $5, false, $6) on conflict (attribution_id) do nothing`,
);
const locking = statement(
  'rewards.lock-purchase-reward',
  `select version, confirmed_version as "confirmedVersion", recorded, versions
     from purchase_rewards where attribution_id = $1 for update`,
);
const saving = statement(
  'rewards.save-purchase-reward',
  `update purchase_rewards set version = $2, confirmed_version = $3, recorded = $4, versions = $5, by_policy = $6,
         updated_at = $7
    where attribution_id = $1`,
);

/** Locks what an attribution has earned: of two pieces of news at once the second finds what the first has made. */
export async function lockPurchaseReward(tx: Tx, named: Named): Promise<PurchaseReward> {
  const { attributionId, creatorId, momentId, purchasedOn, currency, now } = named;
  await execute(tx, opening, [attributionId, creatorId, momentId, purchasedOn, currency, now]);
  const [found] = await rows<Omit<PurchaseReward, 'recorded'> & { recorded: string }>(tx, locking, [attributionId]);
  if (!found) throw new Error('what was just opened is there');
  return { ...found, recorded: BigInt(found.recorded) };
}

/** `byPolicy`: whether the reward policy pays for the purchase, and not an order, or nobody. */
export async function savePurchaseReward(
  tx: Tx,
  attributionId: AttributionId,
  { version, confirmedVersion, recorded, versions, byPolicy, now }: PurchaseReward & { byPolicy: boolean; now: Date },
): Promise<void> {
  await execute(tx, saving, [attributionId, version, confirmedVersion, `${recorded}`, versions, byPolicy, now]);
}

const categories = statement('rewards.category-of-product', 'select category from products where id = $1');

/** The path of a product's category; `undefined` when it is not known. Catalog stands below and has no way to ask for it alone. */
export async function categoryOf(database: Database, productId: ProductId): Promise<string[] | undefined> {
  const [found] = await database.read<{ category: string[] }>(categories, [productId]);
  return found?.category;
}
