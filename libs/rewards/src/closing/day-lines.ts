import type { AccountId, BusinessDay, MomentId } from '@moments/kernel';
import type { Tx } from '@moments/platform';
import { cutLine, type RewardLine, rewardLines } from '../policy/domain/reward-lines.js';
import type { RewardPolicy } from '../policy/domain/rules.js';
import { BudgetCut } from './domain/budget-cut.js';
import { byCreator, creatorFacts, type FactsDifference, type FrozenFacts } from './domain/day-facts.js';
import { factsPage } from './reward-facts.store.js';

/** What was found about moments since a day was frozen, by moment. */
export type Found = ReadonlyMap<MomentId, FactsDifference>;

/** The lines of creators before the budget of the day, in the order of the facts. */
export function linesOf(
  policy: RewardPolicy,
  { day, facts, found }: { day: BusinessDay; facts: readonly FrozenFacts[]; found?: Found },
): RewardLine[] {
  return byCreator(facts).flatMap((own) =>
    rewardLines(
      policy,
      creatorFacts(day, own, (momentId) => found?.get(momentId)),
    ),
  );
}

export const sumOf = (lines: readonly RewardLine[]): bigint =>
  lines.reduce((sum, { amount }) => sum + amount.minor, 0n);

/** A day whose budget may cut its lines. */
export interface DayBudget {
  readonly day: BusinessDay;
  readonly policy: RewardPolicy;
  /** The sum of all lines before the cut. */
  readonly whole: bigint;
  readonly found?: Found;
  readonly creatorsPerPage: number;
}

/** How the lines of a day are cut; nothing of it changes by cutting, so a page that is done anew is cut as before. */
export interface DayCut {
  /** The place, among all lines of the day, of the first line after the creator that was asked for. */
  readonly start: number;
  /** Cuts lines that follow upon each other, the first of them at this place among all lines of the day. */
  cut(lines: readonly RewardLine[], start: number): RewardLine[];
}

/**
 * How the lines of a day are cut to its budget. Where that is needed, all lines are computed once to find who gets the last
 * minor units; `after` is the creator after whom lines will be told first.
 */
export async function cutOfDay(tx: Tx, budget: DayBudget, after: AccountId | null): Promise<DayCut> {
  const { day, policy, whole, found, creatorsPerPage } = budget;
  const pool = BigInt(policy.rules.budget.perDayMinor);
  if (whole <= pool) return { start: 0, cut: (lines) => [...lines] };
  const cut = new BudgetCut(pool, whole);
  let [start, creator]: [number, AccountId | null] = [0, null];
  for (;;) {
    const facts = await factsPage(tx, { day, after: creator, limit: creatorsPerPage });
    creator = facts.at(-1)?.creatorId ?? null;
    if (creator === null) break;
    for (const line of linesOf(policy, { day, facts, found })) {
      cut.add(line.amount.minor);
      if (after !== null && line.creatorId !== undefined && line.creatorId <= after) start += 1;
    }
  }
  cut.settle();
  return {
    start,
    cut: (lines, first) =>
      lines.flatMap((line, index) => {
        const { currency } = line.amount;
        const share = { minor: cut.shareOf(first + index, line.amount.minor), currency };
        return share.minor > 0n ? [cutLine(line, { name: 'dayBudget', pool, whole, share })] : [];
      }),
  };
}
