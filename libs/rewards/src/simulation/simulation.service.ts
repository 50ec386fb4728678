import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  addDays,
  type AttributionId,
  type BusinessDay,
  businessDayOf,
  Clock,
  currency,
  InvalidInput,
  type Money,
} from '@moments/kernel';
import { Database, Settings, type SnapshotRead } from '@moments/platform';
import { byCreator, creatorFacts } from '../closing/domain/day-facts.js';
import { commissionLine, paysIn } from '../policy/domain/reward-lines.js';
import type { RewardPolicy, RewardRules } from '../policy/domain/rules.js';
import { readRules, RewardPolicies } from '../policy/policies.service.js';
import { SimulationDaysOpen } from '../rewards.errors.js';
import { simulationLimits } from '../rewards.settings.js';
import { DaySums } from './day-sums.js';
import { daysNotClosed, factsAfter, purchasesAfter } from './simulation.store.js';

/** A draft, and the closed days that it is tried on, both included. */
export interface Simulate {
  rules: unknown;
  from: BusinessDay;
  to: BusinessDay;
}

/** What a creator got on those days, and what the draft would have brought. */
export interface RewardChange {
  creatorId: AccountId;
  current: Money;
  simulated: Money;
}

export interface RewardSimulation {
  /** Who gets something by either. */
  creators: number;
  total: Money;
  current: Money;
  /** The largest differences first. */
  biggestChanges: RewardChange[];
}

interface Totals {
  simulated: Map<AccountId, bigint>;
  current: Map<AccountId, bigint>;
}

const creatorsPerPage = 1_000;
const purchasesPerPage = 5_000;

/** Tries draft policies on days that are over. */
@Injectable()
export class RewardSimulations {
  // It reads the facts of whole months: those who ask at the same time wait for each other.
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly policies: RewardPolicies,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * What a draft would have brought for views and purchases of closed days, beside what the policies of those days bring
   * for the same facts, by the very functions that pay. Nothing is written. Throws `InvalidInput` for rules, or a range,
   * that cannot be, `SimulationDaysOpen`.
   */
  async simulate({ rules: draft, from, to }: Simulate): Promise<RewardSimulation> {
    const rules = readRules(draft);
    const { maxDays } = await this.settings.get(simulationLimits);
    if (to < from) throw new InvalidInput([{ field: ['to'], message: 'must not be before from' }]);
    if (to >= addDays(from, maxDays)) {
      throw new InvalidInput([{ field: ['to'], message: `must be within ${maxDays} days` }]);
    }
    if (to >= businessDayOf(this.clock.now())) throw new InvalidInput([{ field: ['to'], message: 'is not over yet' }]);
    const run = this.last.then(() => this.run(rules, from, to));
    this.last = run.catch(() => undefined);
    return run;
  }

  private run(rules: RewardRules, from: BusinessDay, to: BusinessDay): Promise<RewardSimulation> {
    return this.database.snapshot(async (read) => {
      const missing = await daysNotClosed(read, from, to);
      if (missing > 0) throw new SimulationDaysOpen(missing);
      const totals: Totals = { simulated: new Map(), current: new Map() };
      for (let day = from; day <= to; day = addDays(day, 1)) {
        const draft: RewardPolicy = { version: 0, effectiveFrom: day, rules };
        const inForce = await this.policies.inForceOn(day);
        if (inForce.rules.currency !== rules.currency) {
          throw new InvalidInput([
            { field: ['rules', 'currency'], message: `was ${inForce.rules.currency} on ${day}` },
          ]);
        }
        await addViews(read, day, { draft, inForce }, totals);
        await addPurchases(read, day, draft, totals);
      }
      return toSimulation(rules, totals);
    });
  }
}

async function addViews(
  read: SnapshotRead,
  day: BusinessDay,
  { draft, inForce }: { draft: RewardPolicy; inForce: RewardPolicy },
  totals: Totals,
): Promise<void> {
  const [simulated, current] = [new DaySums(draft), new DaySums(inForce)];
  for (let after: AccountId | null = null; ;) {
    const facts = await factsAfter(read, { day, after, limit: creatorsPerPage });
    for (const own of byCreator(facts)) {
      const ofCreator = creatorFacts(day, own);
      simulated.add(ofCreator);
      current.add(ofCreator);
    }
    const last = facts.at(-1);
    if (!last) break;
    after = last.creatorId;
  }
  simulated.settle(totals.simulated);
  current.settle(totals.current);
}

async function addPurchases(
  read: SnapshotRead,
  day: BusinessDay,
  draft: RewardPolicy,
  { simulated, current }: Totals,
): Promise<void> {
  for (let after: AttributionId | null = null; ;) {
    const purchases = await purchasesAfter(read, { day, after, limit: purchasesPerPage });
    for (const { creatorId, category, amount, recorded, ...purchase } of purchases) {
      if (!paysIn(draft, purchase.currency)) continue;
      const line = commissionLine(draft, {
        ...{ attributionId: purchase.attributionId, version: 0, momentId: purchase.momentId, purchasedOn: day },
        ...{ category: category ?? undefined, amount: { minor: BigInt(amount), currency: purchase.currency } },
      });
      add(simulated, creatorId, line?.amount.minor ?? 0n);
      add(current, creatorId, BigInt(recorded));
    }
    const last = purchases.at(-1);
    if (!last) return;
    after = last.attributionId;
  }
}

const add = (totals: Map<AccountId, bigint>, creatorId: AccountId, minor: bigint): void =>
  void totals.set(creatorId, (totals.get(creatorId) ?? 0n) + minor);

const shownChanges = 20;

function toSimulation({ currency: code }: RewardRules, { simulated, current }: Totals): RewardSimulation {
  const money = (minor: bigint): Money => ({ minor, currency: currency(code) });
  const of = (totals: ReadonlyMap<AccountId, bigint>, id: AccountId) => totals.get(id) ?? 0n;
  const ids = [...new Set([...simulated.keys(), ...current.keys()])].filter(
    (id) => of(simulated, id) > 0n || of(current, id) > 0n,
  );
  const sum = (totals: ReadonlyMap<AccountId, bigint>) => [...totals.values()].reduce((all, minor) => all + minor, 0n);
  const changeOf = (id: AccountId): bigint => {
    const change = of(simulated, id) - of(current, id);
    return change < 0n ? -change : change;
  };
  const biggest = ids
    .map((id) => ({ id, change: changeOf(id) }))
    .filter(({ change }) => change > 0n)
    .toSorted((a, b) => (a.change === b.change ? (a.id < b.id ? -1 : 1) : a.change > b.change ? -1 : 1))
    .slice(0, shownChanges);
  return {
    creators: ids.length,
    total: money(sum(simulated)),
    current: money(sum(current)),
    biggestChanges: biggest.map(({ id }) => ({
      creatorId: id,
      current: money(of(current, id)),
      simulated: money(of(simulated, id)),
    })),
  };
}
