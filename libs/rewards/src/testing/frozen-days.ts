import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';
import { execute, type Tx } from '@moments/platform';
import type { LibWorld } from '@moments/testing/platform';

/** What a moment's views of a day are told to be. */
export interface ToldViews {
  creatorId: AccountId;
  momentId: MomentId;
  qualified: number;
  completed?: number;
}

const counts = (views: readonly ToldViews[]): unknown[] => [
  views.map(({ creatorId }) => creatorId),
  views.map(({ momentId }) => momentId),
  views.map(({ qualified }) => qualified),
  views.map(({ completed }) => completed ?? 0),
];
const columns = `day, moment_id, creator_id, views, qualified, own, promoted, invalid, too_short, held, repeated, completed,
  watch_ms, viewers, timed, retention`;
const values = `$1, moment_id, creator_id, qualified, qualified, 0, 0, 0, 0, 0, 0, completed, 0, 0, 0, array_fill(0, array[20])`;
const told =
  'unnest($2::uuid[], $3::uuid[], $4::integer[], $5::integer[]) as told (creator_id, moment_id, qualified, completed)';

/** Freezes the views of a day as they are told, without any view having been told of. */
export const frozenDay = ({ database }: Pick<LibWorld, 'database'>, day: BusinessDay, views: readonly ToldViews[]) =>
  database.transaction(async (tx) => {
    await execute(tx, `insert into moment_view_days (${columns}) select ${values} from ${told}`, [
      day,
      ...counts(views),
    ]);
    const sql = `insert into view_days (day, closed_at, rules, moments, views, qualified) values ($1, now(), '{}', $2, 0, 0)`;
    await execute(tx, sql, [day, views.length]);
  });

/** Tells how a frozen day turned out to be off: signed. */
export const foundLater = ({ database }: Pick<LibWorld, 'database'>, day: BusinessDay, views: readonly ToldViews[]) =>
  database.transaction((tx: Tx) =>
    execute(
      tx,
      `insert into view_corrections (${columns}, found_at, cause) select ${values}, now(), 'test' from ${told}`,
      [day, ...counts(views)],
    ),
  );

/** Lets creators earn from a day on. */
export const earningFrom = (
  { database }: Pick<LibWorld, 'database'>,
  creators: readonly AccountId[],
  day: BusinessDay,
) =>
  database.transaction((tx) =>
    execute(
      tx,
      'insert into monetization_spells (account_id, number, from_day) select creator, 1, $2 from unnest($1::uuid[]) as creator',
      [creators, day],
    ),
  );
