import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';
import { type Database, execute, rows, statement, type Tx } from '@moments/platform';
import type { FrozenFacts } from './domain/day-facts.js';

const columns = `creator_id as "creatorId", moment_id as "momentId", length_ms as "lengthMs", category, qualified, completed,
  openers, buyers, open_strikes as "openStrikes"`;

const creators = statement(
  'rewards.creators-of-day',
  `select distinct creator_id as "creatorId" from moment_view_days
    where day = $1 and ($2::uuid is null or creator_id > $2) order by creator_id limit $3`,
);

// What lengths, categories and counters are asked of their libs one moment at a time elsewhere is joined here: a day has
// hundreds of thousands of moments. Later corrections and views of a moment do not change what is frozen.
const describing = `
  left join moments as moment on moment.id = facts.moment_id
  left join lateral (
    select product.category from moment_product_cards as card join products as product on product.id = card.product_id
     where card.moment_id = facts.moment_id order by card.position limit 1) as shown on true
  left join moment_opener_counters as opened on opened.moment_id = facts.moment_id`;
const described = `case when moment.kind = 'VIDEO' then (moment.media -> 0 ->> 'durationMs')::float8::integer end,
  shown.category`;
const counted = 'coalesce(opened.openers, 0), coalesce(opened.buyers, 0)';
const target = `insert into reward_facts (day, creator_id, moment_id, length_ms, category, qualified, completed, openers,
  buyers, open_strikes)`;

const freezing = statement(
  'rewards.freeze-facts',
  `${target}
   select facts.day, facts.creator_id, facts.moment_id, ${described}, facts.qualified, facts.completed, ${counted},
          creator.strikes
     from unnest($2::uuid[], $3::integer[]) as creator (id, strikes)
     join moment_view_days as facts on facts.day = $1 and facts.creator_id = creator.id
     ${describing}
   returning ${columns}`,
);

const freezingMissing = statement(
  'rewards.freeze-missing-facts',
  `${target}
   select $1, facts.creator_id, facts.moment_id, ${described}, 0, 0, ${counted}, facts.strikes
     from unnest($2::uuid[], $3::uuid[], $4::integer[]) as facts (creator_id, moment_id, strikes)
     ${describing}
       on conflict (day, creator_id, moment_id) do nothing`,
);

/** Creators who were watched on a closed day, after one of them. */
export async function creatorsOfDay(
  database: Database,
  { day, after, limit }: { day: BusinessDay; after: AccountId | null; limit: number },
): Promise<AccountId[]> {
  const found = await database.read<{ creatorId: AccountId }>(creators, [day, after, limit]);
  return found.map(({ creatorId }) => creatorId);
}

/** Freezes what the rewards of these creators are computed from, and gives it. */
export async function freezeFacts(
  tx: Tx,
  day: BusinessDay,
  strikes: ReadonlyMap<AccountId, number>,
): Promise<FrozenFacts[]> {
  if (strikes.size === 0) return [];
  return inOrder(await rows<FrozenFacts>(tx, freezing, [day, [...strikes.keys()], [...strikes.values()]]));
}

/** Of moments that nothing was known of when the day was closed: their facts begin at nothing. */
export async function freezeMissing(
  tx: Tx,
  day: BusinessDay,
  moments: readonly { creatorId: AccountId; momentId: MomentId; openStrikes: number }[],
): Promise<void> {
  if (moments.length === 0) return;
  await execute(tx, freezingMissing, [
    day,
    moments.map(({ creatorId }) => creatorId),
    moments.map(({ momentId }) => momentId),
    moments.map(({ openStrikes }) => openStrikes),
  ]);
}

const page = statement(
  'rewards.facts-page',
  `select ${columns}, corrections, corrected from reward_facts
    where day = $1 and creator_id in (
      select distinct creator_id from reward_facts where day = $1 and ($2::uuid is null or creator_id > $2)
       order by creator_id limit $3)
    order by creator_id, moment_id`,
);
const ofCreators = statement(
  'rewards.facts-of-creators',
  `select ${columns}, corrections, corrected from reward_facts where day = $1 and creator_id = any ($2::uuid[])
    order by creator_id, moment_id`,
);

/** Frozen facts, with what became of their reward since. */
export interface KnownFacts extends FrozenFacts {
  readonly corrections: number;
  /** Minor units; null while it is what was first recorded. */
  readonly corrected: string | null;
}

/** The facts of so many creators after one of them, in the order of creator and moment. */
export const factsPage = (
  tx: Tx,
  { day, after, limit }: { day: BusinessDay; after: AccountId | null; limit: number },
): Promise<KnownFacts[]> => rows<KnownFacts>(tx, page, [day, after, limit]);

/** The facts of these creators, in the order of creator and moment. */
export const factsOfCreators = (tx: Tx, day: BusinessDay, creatorIds: readonly AccountId[]): Promise<KnownFacts[]> =>
  rows<KnownFacts>(tx, ofCreators, [day, creatorIds]);

const correcting = statement(
  'rewards.facts-corrected',
  `update reward_facts as facts set corrections = facts.corrections + 1, corrected = now.minor
     from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as now (creator_id, moment_id, minor)
    where facts.day = $1 and facts.creator_id = now.creator_id and facts.moment_id = now.moment_id`,
);

/** Writes what rewards have come to by a correction. */
export async function saveCorrected(
  tx: Tx,
  day: BusinessDay,
  corrected: readonly { creatorId: AccountId; momentId: MomentId; minor: bigint }[],
): Promise<void> {
  if (corrected.length === 0) return;
  await execute(tx, correcting, [
    day,
    corrected.map(({ creatorId }) => creatorId),
    corrected.map(({ momentId }) => momentId),
    corrected.map(({ minor }) => `${minor}`),
  ]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (facts: readonly FrozenFacts[]): FrozenFacts[] =>
  facts.toSorted((a, b) => compare(a.creatorId, b.creatorId) || compare(a.momentId, b.momentId));
