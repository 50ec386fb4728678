import type { AccountId, Currency, Money, StatementLineId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { TakeableLine } from './domain/take-back.js';

/** A line whose money is pending from now on. */
export interface NewlyHeld {
  readonly creatorId: AccountId;
  readonly lineId: StatementLineId;
  readonly amount: Money;
  /** Missing for what waits to be confirmed. */
  readonly availableAt?: Date;
}

const holding = statement(
  'payouts.hold-earnings',
  `insert into held_earnings (creator_id, line_id, currency, remaining, available_at)
   select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[])`,
);

export async function hold(tx: Tx, held: readonly NewlyHeld[]): Promise<void> {
  await execute(tx, holding, [
    held.map(({ creatorId }) => creatorId),
    held.map(({ lineId }) => lineId),
    held.map(({ amount }) => amount.currency),
    held.map(({ amount }) => `${amount.minor}`),
    held.map(({ availableAt }) => availableAt?.toISOString() ?? 'infinity'),
  ]);
}

/** What is left of a pending line, and how much of it there was before. */
export interface HeldLine extends TakeableLine {
  readonly creatorId: AccountId;
  readonly lineId: StatementLineId;
  readonly before: bigint;
}

interface HeldRow {
  creatorId: AccountId;
  lineId: StatementLineId;
  key: string;
  currency: Currency;
  remaining: string;
}

// Whoever releases or takes back has locked the creator's pending balance first, so nobody else moves these rows.
const byKey = statement(
  'payouts.held-by-key',
  `select held.creator_id as "creatorId", held.line_id as "lineId", line.key, held.currency, held.remaining
     from unnest($1::uuid[], $2::text[]) as asked (creator_id, key)
     join statement_lines as line on line.creator_id = asked.creator_id and line.key = asked.key
     join held_earnings as held on held.creator_id = line.creator_id and held.line_id = line.id`,
);

/** What of the lines that are taken back is still pending, under `<creator> <currency> <key>`. */
export async function heldByKey(
  tx: Tx,
  takenBack: readonly { creatorId: AccountId; takesBack?: readonly string[] }[],
): Promise<Map<string, HeldLine>> {
  const asked = takenBack.flatMap(({ creatorId, takesBack = [] }) => takesBack.map((key) => [creatorId, key] as const));
  if (asked.length === 0) return new Map();
  const found = await rows<HeldRow>(tx, byKey, [asked.map(([creatorId]) => creatorId), asked.map(([, key]) => key)]);
  return new Map(
    found.map(({ creatorId, lineId, key, currency, remaining }) => [
      `${creatorId} ${currency} ${key}`,
      { creatorId, lineId, remaining: BigInt(remaining), before: BigInt(remaining) },
    ]),
  );
}

const emptied = statement(
  'payouts.held-emptied',
  `delete from held_earnings as held using unnest($1::uuid[], $2::uuid[]) as gone (creator_id, line_id)
    where held.creator_id = gone.creator_id and held.line_id = gone.line_id`,
);
const lessened = statement(
  'payouts.held-lessened',
  `update held_earnings as held set remaining = less.remaining
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as less (creator_id, line_id, remaining)
    where held.creator_id = less.creator_id and held.line_id = less.line_id`,
);

/** Writes what was taken of pending lines. */
export async function takeFromHeld(tx: Tx, lines: readonly HeldLine[]): Promise<void> {
  const changed = lines.filter(({ remaining, before }) => remaining !== before);
  const [gone, less] = [changed.filter((line) => line.remaining === 0n), changed.filter((line) => line.remaining > 0n)];
  const keys = (some: readonly HeldLine[]) => [
    some.map(({ creatorId }) => creatorId),
    some.map(({ lineId }) => lineId),
  ];
  if (gone.length > 0) await execute(tx, emptied, keys(gone));
  if (less.length > 0) await execute(tx, lessened, [...keys(less), less.map(({ remaining }) => `${remaining}`)]);
}

const dueCreators = statement(
  'payouts.due-creators',
  `select creator_id as "creatorId" from held_earnings where available_at <= $1
    group by creator_id order by creator_id limit $2`,
);

/** Creators of whom something is pending no longer. */
export async function creatorsWithDue(tx: Tx, now: Date, limit: number): Promise<AccountId[]> {
  return (await rows<{ creatorId: AccountId }>(tx, dueCreators, [now, limit])).map(({ creatorId }) => creatorId);
}

const releasing = statement(
  'payouts.release-held',
  `with released as (
     delete from held_earnings where creator_id = any ($1::uuid[]) and available_at <= $2
     returning creator_id, currency, remaining)
   select creator_id as "creatorId", currency, sum(remaining)::text as minor
     from released group by creator_id, currency order by creator_id, currency`,
);

/** What of each creator is pending no longer; it is so once. */
export async function takeDue(
  tx: Tx,
  creatorIds: readonly AccountId[],
  now: Date,
): Promise<{ creatorId: AccountId; amount: Money }[]> {
  const found = await rows<{ creatorId: AccountId; currency: Currency; minor: string }>(tx, releasing, [
    creatorIds,
    now,
  ]);
  return found.map(({ creatorId, currency, minor }) => ({ creatorId, amount: { minor: BigInt(minor), currency } }));
}

const confirming = statement(
  'payouts.confirm-held',
  `update held_earnings as held set available_at = least(held.available_at, $3)
     from statement_lines as line
    where line.creator_id = $1 and line.key = any ($2::text[])
      and held.creator_id = line.creator_id and held.line_id = line.id`,
);

/** Lets lines go that waited to be confirmed; what is no longer pending stays as it is. */
export async function confirmHeld(
  tx: Tx,
  { creatorId, keys, now }: { creatorId: AccountId; keys: readonly string[]; now: Date },
): Promise<void> {
  await execute(tx, confirming, [creatorId, keys, now]);
}
