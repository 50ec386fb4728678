import { type AccountId, type BusinessDay, type MomentId, newId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';

const columns =
  'views, qualified, own, promoted, invalid, too_short, held, repeated, completed, watch_ms, viewers, timed, retention';
const ofQualified = (parameter: string): string =>
  `${parameter}, ${parameter}, 0, 0, 0, 0, 0, 0, 0, 0, ${parameter}, 0, array_fill(0, array[20])`;

/** Writes what a closed day tells of a moment of a creator: so many qualified views, and nothing else. */
export async function watched(
  { database }: { database: Database },
  { creatorId, day, qualified }: { creatorId: AccountId; day: BusinessDay; qualified: number },
): Promise<MomentId> {
  const momentId = newId<'moment'>();
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into moment_view_days (moment_id, day, creator_id, ${columns})
       values ($1, $2, $3, ${ofQualified('$4::integer')})`,
      [momentId, day, creatorId, qualified],
    ),
  );
  return momentId;
}

/** Writes what was found about a closed day later: so many qualified views more, or fewer. */
export async function foundLater(
  { database }: { database: Database },
  { creatorId, day, qualified }: { creatorId: AccountId; day: BusinessDay; qualified: number },
): Promise<void> {
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into view_corrections (moment_id, day, creator_id, found_at, cause, ${columns})
       values ($1, $2, $3, now(), 'judged_again', ${ofQualified('$4::integer')})`,
      [newId<'moment'>(), day, creatorId, qualified],
    ),
  );
}

/** Says that the views of a day are frozen. */
export async function viewsClosed({ database }: { database: Database }, day: BusinessDay): Promise<void> {
  const sql = `insert into view_days (day, closed_at, rules, moments, views, qualified) values ($1, now(), '{}', 0, 0, 0)`;
  await database.transaction((tx) => execute(tx, sql, [day]));
}
