import {
  type AccountId,
  type AttributionId,
  type BusinessDay,
  type Currency,
  currency,
  type Money,
  type MomentId,
  prorate,
} from '@moments/kernel';
import { type Basis, toInputs } from './basis.js';
import { evaluateFormula } from './formula.js';
import { type RewardPolicy, type RewardRules, wholeBps } from './rules.js';
import { tierAt } from './tiers.js';

/** A category by its name, or by its path from the widest to the narrowest: the narrowest that a policy names counts. */
type Category = string | readonly string[];

/** What happened with a creator's moments on a day. Counts are whole and not negative. */
export interface CreatorDayFacts {
  day: BusinessDay;
  creatorId: AccountId;
  standing: { openStrikes: number };
  moments: readonly MomentDayFacts[];
}

export interface MomentDayFacts {
  momentId: MomentId;
  /** Missing for photos. */
  lengthMs?: number;
  category?: Category;
  qualified: number;
  /** Of the qualified ones, those watched to the end. */
  completed: number;
  /** Who opened product cards of the moment, and who of them bought. */
  openers: number;
  buyers: number;
}

/** Units of an order line that are owed to a moment. */
export interface PurchaseFact {
  attributionId: AttributionId;
  version: number;
  momentId: MomentId;
  category?: Category;
  /** What was paid for them, without discounts, tax and delivery. */
  amount: Money;
  purchasedOn: BusinessDay;
}

/** An amount that somebody earns, with what it follows from. Never negative, never nothing. */
export interface RewardLine {
  kind: 'VIEW_REWARD' | 'PURCHASE_COMMISSION';
  momentId: MomentId;
  /** Missing where it is not known from the facts. */
  creatorId?: AccountId;
  amount: Money;
  basis: Basis;
}

// Multiplied first and divided once at the end: nothing is lost on the way. 1,000 views, three multipliers in basis points.
const ofViews =
  'min(qualified * perThousand * conversionMultiplierBps * completionMultiplierBps * standingMultiplierBps / 1000000000000000, momentCap)';
const ofPurchase = 'min(amount * commissionBps / 10000, purchaseCap)';

/**
 * What a day's facts bring their creator: a line for each moment that earned something, within the caps of moment and
 * creator. All lines of a day still have to fit its budget ({@link fitBudget}). Amounts are rounded towards zero; a cut is
 * shared by the largest remainder.
 */
export function rewardLines(policy: RewardPolicy, facts: CreatorDayFacts): RewardLine[] {
  const { version, rules } = policy;
  const lines = facts.moments.flatMap((moment): RewardLine[] => {
    const numbers = numbersOf(rules, moment, facts.standing);
    const minor = evaluateFormula(ofViews, numbers);
    if (minor === 0n) return [];
    const basis = { policyVersion: version, inputs: toInputs(rules.currency, numbers), formula: ofViews };
    const { momentId } = moment;
    const amount = { minor, currency: currency(rules.currency) };
    return [{ kind: 'VIEW_REWARD', creatorId: facts.creatorId, momentId, amount, basis }];
  });
  return cutTo(lines, BigInt(rules.caps.creatorPerDayMinor), 'creatorCap');
}

function numbersOf(
  rules: RewardRules,
  moment: MomentDayFacts,
  { openStrikes }: { openStrikes: number },
): Record<string, bigint> {
  const [qualified, openers] = [countOf(moment.qualified), countOf(moment.openers)];
  const completed = lesser(countOf(moment.completed), qualified);
  const buyers = lesser(countOf(moment.buyers), openers);
  const { conversion, quality, caps } = rules;
  // The mean of a beta-binomial posterior, as attribution smooths it, in basis points and rounded down.
  const worth = BigInt(conversion.priorOpeners);
  const conversionBps = (BigInt(conversion.priorBps) * worth + BigInt(wholeBps) * buyers) / (worth + openers);
  const completionBps = qualified === 0n ? 0n : (BigInt(wholeBps) * completed) / qualified;
  return {
    qualified,
    completed,
    openers,
    buyers,
    openStrikes: countOf(openStrikes),
    conversionBps,
    completionBps,
    perThousand: BigInt(rateOf(rules, moment)),
    conversionMultiplierBps: BigInt(tierAt(conversion.byConversionBps, conversionBps).multiplierBps),
    completionMultiplierBps: BigInt(tierAt(quality.byCompletionBps, completionBps).multiplierBps),
    standingMultiplierBps: BigInt(tierAt(quality.byOpenStrikes, openStrikes).multiplierBps),
    momentCap: BigInt(caps.momentPerDayMinor),
  };
}

function rateOf({ views }: RewardRules, { category, lengthMs }: MomentDayFacts): number {
  const rates = namedFor(category, views.categories) ?? views.standard;
  return lengthMs === undefined ? rates.photoPerThousandMinor : tierAt(rates.byLengthMs, lengthMs).perThousandMinor;
}

function namedFor<Value>(category: Category = [], named: Readonly<Record<string, Value>>): Value | undefined {
  const path = typeof category === 'string' ? [category] : category;
  const name = path.findLast((each) => Object.hasOwn(named, each));
  return name === undefined ? undefined : named[name];
}

function countOf(count: number): bigint {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is no count`);
  return BigInt(count);
}

const lesser = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/**
 * Whether a policy pays for purchases in a currency. Its cap is an amount of its own currency, and there are no rates here
 * by which it could be another's.
 */
export const paysIn = ({ rules }: RewardPolicy, code: Currency): boolean => code === rules.currency;

/**
 * What a purchase brings; `undefined` when that is nothing. Rounded towards zero. Throws a `RangeError` for a currency that
 * the policy does not pay in.
 */
export function commissionLine(policy: RewardPolicy, fact: PurchaseFact): RewardLine | undefined {
  const { version, rules } = policy;
  const { commission } = rules;
  const { category, amount, momentId } = fact;
  if (amount.minor < 0n) throw new RangeError('a purchase costs nothing or more');
  if (!paysIn(policy, amount.currency)) throw new RangeError(`the policy does not pay in ${amount.currency}`);
  const numbers = {
    amount: amount.minor,
    commissionBps: BigInt(namedFor(category, commission.categoriesBps) ?? commission.standardBps),
    purchaseCap: BigInt(commission.capPerPurchaseMinor),
  };
  const minor = evaluateFormula(ofPurchase, numbers);
  if (minor === 0n) return undefined;
  const basis = { policyVersion: version, inputs: toInputs(amount.currency, numbers), formula: ofPurchase };
  return { kind: 'PURCHASE_COMMISSION', momentId, amount: { minor, currency: amount.currency }, basis };
}

/**
 * Makes all lines of a day fit its budget: when they are more, each is cut alike, by the largest remainder, so that they
 * are the budget exactly. Lines that come to nothing are left out.
 */
export const fitBudget = (lines: readonly RewardLine[], { budget }: RewardRules): RewardLine[] =>
  cutTo(lines, BigInt(budget.perDayMinor), 'dayBudget');

function cutTo(lines: readonly RewardLine[], pool: bigint, name: 'creatorCap' | 'dayBudget'): RewardLine[] {
  const whole = lines.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const [first] = lines;
  if (!first || whole <= pool) return [...lines];
  const shares = prorate(
    { minor: pool, currency: first.amount.currency },
    lines.map(({ amount }) => amount.minor),
  );
  return lines.flatMap((line, index) => {
    const share = shares[index];
    return share && share.minor > 0n ? [cutLine(line, { name, pool, whole, share })] : [];
  });
}

/** How much less a line is because all lines together were more than a pool. */
export interface Cut {
  name: 'creatorCap' | 'dayBudget';
  /** What there is to share, and what all lines were together. */
  pool: bigint;
  whole: bigint;
  /** The line's share by the largest remainder: its part of the pool rounded down, or one minor unit more. */
  share: Money;
}

/** A line as it is after a cut; its basis tells of it. Throws a `RangeError` for a share that is not the line's. */
export function cutLine(line: RewardLine, { name, pool, whole, share }: Cut): RewardLine {
  const { basis, amount } = line;
  const remainder = share.minor - partOf(pool, amount.minor, whole);
  if (remainder !== 0n && remainder !== 1n) throw new RangeError('the share is not by the largest remainder');
  const numbers = { [name]: pool, [`${name}Whole`]: whole, [`${name}Remainder`]: remainder };
  return {
    ...line,
    amount: share,
    basis: {
      ...basis,
      inputs: { ...basis.inputs, ...toInputs(share.currency, numbers) },
      formula: `${name} * (${basis.formula}) / ${name}Whole + ${name}Remainder`,
    },
  };
}

/** Rounded down; what that leaves over is told as the remainder. */
const partOf = (pool: bigint, weight: bigint, whole: bigint): bigint => (pool * weight) / whole;
