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

/** Cuts lines that are told in the order of all lines of the day. */
export interface DayCut {
  cut(lines: readonly RewardLine[]): RewardLine[];
}

const nothingCut: DayCut = { cut: (lines) => [...lines] };

/**
 * How the lines of a day are cut to its budget. Where that is needed, all lines are computed once to find who gets the last
 * minor units; `after` is the creator after whom lines will be told.
 */
export async function cutOfDay(tx: Tx, budget: DayBudget, after: AccountId | null): Promise<DayCut> {
  const { day, policy, whole, found, creatorsPerPage } = budget;
  const pool = BigInt(policy.rules.budget.perDayMinor);
  if (whole <= pool) return nothingCut;
  const cut = new BudgetCut(pool, whole);
  let [place, creator]: [number, AccountId | null] = [0, null];
  for (;;) {
    const facts = await factsPage(tx, { day, after: creator, limit: creatorsPerPage });
    creator = facts.at(-1)?.creatorId ?? null;
    if (creator === null) break;
    for (const line of linesOf(policy, { day, facts, found })) {
      cut.add(line.amount.minor);
      if (after !== null && line.creatorId !== undefined && line.creatorId <= after) place += 1;
    }
  }
  cut.settle();
  return {
    cut: (lines) =>
      lines.flatMap((line) => {
        const { currency } = line.amount;
        const share = { minor: cut.shareOf(place, line.amount.minor), currency };
        place += 1;
        return share.minor > 0n ? [cutLine(line, { name: 'dayBudget', pool, whole, share })] : [];
      }),
  };
}
