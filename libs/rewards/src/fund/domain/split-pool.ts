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
  let restPoints = pointsOfAll(open);
  for (;;) {
    const isAbove = ({ points }: Holder): boolean => rest * points > cap * restPoints;
    const above = open.filter(isAbove);
    if (above.length === 0) break;
    open = open.filter((holder) => !isAbove(holder));
    // Who is above the cap now stays above it when the others share the rest: that only raises what a point is worth.
    for (const { creatorId, points, numbers } of above) {
      const inputs = toInputs(pool.currency, { ...numbers, ...capNumbers, points });
      shares.push({
        ...{ creatorId, points, amount: { minor: cap, currency: pool.currency } },
        basis: { inputs, formula: ofCap },
      });
    }
    rest -= cap * BigInt(above.length);
    restPoints -= pointsOfAll(above);
  }
  if (open.length === 0) return { shares, unallocated: { minor: rest, currency: pool.currency } };
  shares.push(...sharesOf(open, { rest: { minor: rest, currency: pool.currency }, restPoints, pointsOf }));
  return { shares, unallocated: { minor: 0n, currency: pool.currency } };
}

const ofCap = 'pool * capBps / 10000';

const pointsOfAll = (holders: readonly Holder[]): bigint => holders.reduce((sum, { points }) => sum + points, 0n);

function sharesOf(
  holders: readonly Holder[],
  { rest, restPoints, pointsOf }: { rest: Money; restPoints: bigint; pointsOf: string },
): FundShare[] {
  const parts = prorate(
    rest,
    holders.map(({ points }) => points),
  );
  const formula = `rest * ${pointsOf} / restPoints + remainder`;
  return holders.flatMap(({ creatorId, points, numbers }, index): FundShare[] => {
    const amount = parts[index];
    if (!amount) return [];
    const common = { ...numbers, rest: rest.minor, restPoints };
    const remainder = amount.minor - evaluateFormula(formula, { ...common, remainder: 0n });
    return [
      { creatorId, points, amount, basis: { inputs: toInputs(amount.currency, { ...common, remainder }), formula } },
    ];
  });
}
