import { type AccountId, type Money, prorate } from '@moments/kernel';
import { type Basis, toInputs } from '../../policy/domain/basis.js';
import { evaluateFormula } from '../../policy/domain/formula.js';
import { factNumbers, type FundCandidate, type FundRules, qualifies } from './fund-rules.js';

/** A creator who may share in a period. */
export interface Sharer extends FundCandidate {
  creatorId: AccountId;
}

export interface FundShare {
  creatorId: AccountId;
  points: bigint;
  /** May be nothing: points that are worth less than a minor unit. */
  amount: Money;
  /** Recomputes to the amount. */
  basis: Basis;
}

export interface PoolSplit {
  shares: FundShare[];
  /** What the caps leave over; together with all shares it is the pool. */
  unallocated: Money;
}

interface Holder {
  creatorId: AccountId;
  points: bigint;
  numbers: Readonly<Record<string, bigint>>;
}

/**
 * Splits a pool among those who qualify, by their points and the largest remainder. Nobody gets more than the cap: what is
 * cut goes to the others by their points, as long as there are any. Shares and what is left over are the pool exactly.
 */
export function splitPool(pool: Money, sharers: readonly Sharer[], rules: FundRules): PoolSplit {
  const pointsOf = `max(0, ${rules.points})`;
  let open = sharers.flatMap((sharer): Holder[] => {
    if (!qualifies(sharer, rules)) return [];
    const numbers = factNumbers(sharer.facts);
    const points = evaluateFormula(pointsOf, numbers);
    return points > 0n ? [{ creatorId: sharer.creatorId, points, numbers }] : [];
  });
  const capNumbers = { pool: pool.minor, capBps: BigInt(rules.capBps) };
  const cap = evaluateFormula(ofCap, capNumbers);
  const shares: FundShare[] = [];
  let rest = pool.minor;
  while (open.length > 0) {
    const parts = prorate(
      { minor: rest, currency: pool.currency },
      open.map(({ points }) => points),
    );
    const isCapped = parts.map(({ minor }) => minor > cap);
    if (!isCapped.includes(true)) {
      shares.push(...sharesOf(open, parts, { rest, pointsOf }));
      rest = 0n;
      break;
    }
    // Who is above the cap now stays above it when the others share the rest: that only raises what a point is worth.
    for (const holder of open.filter((_, index) => isCapped[index])) {
      const { creatorId, points, numbers } = holder;
      const inputs = toInputs(pool.currency, { ...numbers, ...capNumbers, points });
      shares.push({
        ...{ creatorId, points, amount: { minor: cap, currency: pool.currency } },
        basis: { inputs, formula: ofCap },
      });
      rest -= cap;
    }
    open = open.filter((_, index) => !isCapped[index]);
  }
  return { shares, unallocated: { minor: rest, currency: pool.currency } };
}

const ofCap = 'pool * capBps / 10000';

function sharesOf(
  holders: readonly Holder[],
  parts: readonly Money[],
  { rest, pointsOf }: { rest: bigint; pointsOf: string },
): FundShare[] {
  const restPoints = holders.reduce((sum, { points }) => sum + points, 0n);
  const formula = `rest * ${pointsOf} / restPoints + remainder`;
  return holders.flatMap(({ creatorId, points, numbers }, index): FundShare[] => {
    const amount = parts[index];
    if (!amount) return [];
    const common = { ...numbers, rest, restPoints };
    const remainder = amount.minor - evaluateFormula(formula, { ...common, remainder: 0n });
    return [
      { creatorId, points, amount, basis: { inputs: toInputs(amount.currency, { ...common, remainder }), formula } },
    ];
  });
}
