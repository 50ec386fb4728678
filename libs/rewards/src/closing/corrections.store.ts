import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';

/** What was found of a moment's views of a day: signed. */
export interface Correction {
  readonly seq: bigint;
  readonly creatorId: AccountId;
  readonly momentId: MomentId;
  readonly qualified: number;
  readonly completed: number;
}

// Views announce corrections by their numbers, over all days; which of our days they are about is asked here, by a join.
const due = statement(
  'rewards.days-to-correct',
  `select known.day::text as day from reward_days as known
    where known.status = 'CLOSED' and known.day >= $1
      and exists (select from view_corrections as found where found.day = known.day and found.seq > known.corrected_to)
    order by known.day`,
);
const ofDay = statement(
  'rewards.corrections-of-day',
  `select seq, creator_id as "creatorId", moment_id as "momentId", qualified, completed
     from view_corrections where day = $1 order by seq`,
);

/** Closed days of which something was found that was not made good yet. */
export async function daysToCorrect(database: Database, from: BusinessDay): Promise<BusinessDay[]> {
  return (await database.read<{ day: BusinessDay }>(due, [from])).map(({ day }) => day);
}

/** Everything that was ever found of a day, in the order of its numbers. */
export async function correctionsOf(database: Database, day: BusinessDay): Promise<Correction[]> {
  const found = await database.read<Omit<Correction, 'seq'> & { seq: string }>(ofDay, [day]);
  return found.map(({ seq, ...row }) => ({ ...row, seq: BigInt(seq) }));
}
