import { type AccountId, prorate } from '@moments/kernel';
import { type CreatorDayFacts, rewardLines } from '../policy/domain/reward-lines.js';
import type { RewardPolicy } from '../policy/domain/rules.js';

/**
 * What views bring each creator on a day by one policy, its budget included. Keeps two numbers for each line instead of the
 * line: a day has hundreds of thousands of them.
 */
export class DaySums {
  private readonly owners: AccountId[] = [];
  private readonly minors: bigint[] = [];

  constructor(private readonly policy: RewardPolicy) {}

  add(facts: CreatorDayFacts): void {
    for (const { amount } of rewardLines(this.policy, facts)) {
      this.owners.push(facts.creatorId);
      this.minors.push(amount.minor);
    }
  }

  /** Adds what each creator gets to `totals`. */
  settle(totals: Map<AccountId, bigint>): void {
    const { budget, currency } = this.policy.rules;
    const pool = BigInt(budget.perDayMinor);
    const whole = this.minors.reduce((sum, minor) => sum + minor, 0n);
    const isCut = whole > pool;
    const shares = isCut ? prorate({ minor: pool, currency }, this.minors) : undefined;
    for (const [index, owner] of this.owners.entries()) {
      const minor = (shares ? shares[index]?.minor : this.minors[index]) ?? 0n;
      totals.set(owner, (totals.get(owner) ?? 0n) + minor);
    }
  }
}
