import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';
import type { CreatorDayFacts } from '../../policy/domain/reward-lines.js';

/** What a moment's reward of a day is computed from, as it was frozen. */
export interface FrozenFacts {
  readonly creatorId: AccountId;
  readonly momentId: MomentId;
  readonly lengthMs: number | null;
  readonly category: readonly string[] | null;
  readonly qualified: number;
  readonly completed: number;
  readonly openers: number;
  readonly buyers: number;
  readonly openStrikes: number;
}

/** What was found about a moment's views since: signed. */
export interface FactsDifference {
  readonly qualified: number;
  readonly completed: number;
}

/** The facts of one creator, from rows of that creator alone; each with what was found since, if something was. */
export function creatorFacts(
  day: BusinessDay,
  [first, ...others]: readonly [FrozenFacts, ...FrozenFacts[]],
  found: (momentId: MomentId) => FactsDifference | undefined = () => undefined,
): CreatorDayFacts {
  return {
    day,
    creatorId: first.creatorId,
    standing: { openStrikes: first.openStrikes },
    moments: [first, ...others].map((row) => {
      const since = found(row.momentId);
      const { momentId, lengthMs, category, openers, buyers } = row;
      return {
        ...{ momentId, openers, buyers },
        lengthMs: lengthMs ?? undefined,
        category: category ?? undefined,
        qualified: notNegative(row.qualified + (since?.qualified ?? 0)),
        completed: notNegative(row.completed + (since?.completed ?? 0)),
      };
    }),
  };
}

const notNegative = (count: number): number => Math.max(0, count);

/** Rows in the order of their creators, as lists of one creator each. */
export function byCreator<Row extends { readonly creatorId: AccountId }>(rows: readonly Row[]): [Row, ...Row[]][] {
  const lists: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const last = lists.at(-1);
    if (last?.[0].creatorId === row.creatorId) last.push(row);
    else lists.push([row]);
  }
  return lists;
}
