import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  addDays,
  after,
  type BusinessDay,
  businessDayOf,
  days,
  startOfBusinessDay,
} from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { type Earning, EarningsService, StatementLines } from '@moments/payouts';
import { Database, type Tx } from '@moments/platform';
import type { RewardLine } from '../policy/domain/reward-lines.js';
import type { RewardPolicy } from '../policy/domain/rules.js';
import { RewardPolicies } from '../policy/policies.service.js';
import { ClosingServices } from './closing-services.js';
import { closingRules, earningHolds } from './closing.settings.js';
import { type Correction, correctionsOf, daysToCorrect } from './corrections.store.js';
import { DayCreators } from './day-creators.js';
import { cutOfDay, type Found, linesOf, sumOf } from './day-lines.js';
import { differenceLine } from './domain/difference.js';
import { correctionKey, rewardKey } from './domain/reward-key.js';
import { lockDay, type RewardDay, saveDay } from './reward-days.store.js';
import { factsOfCreators, factsPage, freezeMissing, type KnownFacts, saveCorrected } from './reward-facts.store.js';

/** A closed day, and what has been found of its views. */
interface Correcting {
  readonly known: RewardDay;
  readonly policy: RewardPolicy;
  readonly before: Found;
  readonly now: Found;
  /** Creators of whom something was found that was not made good yet. */
  readonly affected: readonly AccountId[];
  readonly availableAt: Date;
  readonly creatorsPerPage: number;
}

/**
 * Makes good what is found of the views of closed days: each moment's reward becomes what it would have been had all been
 * known, by the policy and the other facts of its day. So the order in which things are found changes nothing.
 */
@Injectable()
export class RewardCorrections {
  constructor(
    private readonly database: Database,
    private readonly policies: RewardPolicies,
    private readonly creators: DayCreators,
    private readonly earnings: EarningsService,
    private readonly lines: StatementLines,
    private readonly services: ClosingServices,
  ) {}

  /** Corrects every closed day of which something was found; gives how many lines that made. */
  async correctAll(): Promise<number> {
    const { settings, clock } = this.services;
    const { correctedDays } = await settings.get(closingRules);
    const from = addDays(businessDayOf(clock.now()), -correctedDays);
    let made = 0;
    for (const day of await daysToCorrect(this.database, from)) made += await this.correct(day);
    return made;
  }

  /** Corrects a closed day by all that was found of it; gives how many lines that made. */
  async correct(day: BusinessDay): Promise<number> {
    const policy = await this.policies.inForceOn(day);
    const { creatorsPerPage } = await this.services.settings.get(closingRules);
    const { viewDays } = await this.services.settings.get(earningHolds);
    const availableAt = after(startOfBusinessDay(addDays(day, 1)), days(viewDays));
    const corrections = await correctionsOf(this.database, day);
    const earning = await this.creators.earningOn(day, [...new Set(corrections.map(({ creatorId }) => creatorId))]);
    return this.database.transaction(async (tx) => {
      const known = await lockDay(tx, day);
      if (known?.status !== 'CLOSED') return 0;
      const correctedTo = corrections.reduce((last, { seq }) => (seq > last ? seq : last), known.correctedTo);
      // Somebody else has made all of it good meanwhile, and maybe more: of that nothing was read here.
      if (correctedTo === known.correctedTo) return 0;
      const counting = corrections.filter(({ creatorId }) => earning.has(creatorId));
      const fresh = counting.filter(({ seq }) => seq > known.correctedTo);
      const missing = fresh.map((each) => ({ ...each, openStrikes: earning.get(each.creatorId) ?? 0 }));
      await freezeMissing(tx, day, missing);
      const affected = [...new Set(fresh.map(({ creatorId }) => creatorId))].toSorted();
      const before = foundOf(counting.filter(({ seq }) => seq <= known.correctedTo));
      const now = foundOf(counting.filter(({ seq }) => seq <= correctedTo));
      return this.makeGood(tx, { known, policy, before, now, affected, availableAt, creatorsPerPage }, correctedTo);
    });
  }

  private async makeGood(tx: Tx, correcting: Correcting, correctedTo: bigint): Promise<number> {
    const { known, policy, before, now, affected, creatorsPerPage } = correcting;
    const { day } = known;
    const own = await factsOfCreators(tx, day, affected);
    const was = linesOf(policy, { day, facts: own, found: before });
    const is = linesOf(policy, { day, facts: own, found: now });
    const whole = known.whole - sumOf(was) + sumOf(is);
    const pool = BigInt(policy.rules.budget.perDayMinor);
    let [made, total] = [0, 0n];
    const record = async (facts: readonly KnownFacts[], lines: readonly RewardLine[]): Promise<void> => {
      const earnings = await this.differences(tx, correcting, { facts, lines });
      await this.earnings.record(tx, earnings);
      made += earnings.length;
      total += earnings.reduce((sum, { amount }) => sum + amount.minor, 0n);
    };
    if (known.whole <= pool && whole <= pool) {
      await record(own, is);
    } else {
      // Where the budget cuts, what one moment has more of all others have less of.
      const cut = await cutOfDay(tx, { day, policy, whole, found: now, creatorsPerPage }, null);
      let [start, creator]: [number, AccountId | null] = [cut.start, null];
      for (;;) {
        const facts: KnownFacts[] = await factsPage(tx, { day, after: creator, limit: creatorsPerPage });
        creator = facts.at(-1)?.creatorId ?? null;
        if (creator === null) break;
        const uncut = linesOf(policy, { day, facts, found: now });
        await record(facts, cut.cut(uncut, start));
        start += uncut.length;
      }
    }
    await saveDay(tx, { ...known, whole, correctedTo, lines: known.lines + made, total: known.total + total });
    return made;
  }

  /** What makes rewards what they should be: `lines` are what the moments of `facts` should have. */
  private async differences(
    tx: Tx,
    { known, policy, availableAt }: Correcting,
    { facts, lines }: { facts: readonly KnownFacts[]; lines: readonly RewardLine[] },
  ): Promise<Earning[]> {
    const { day, currency } = known;
    const targets = new Map(lines.map((line) => [line.momentId, line]));
    const asked = facts.map(({ creatorId, momentId }) => ({ creatorId, key: rewardKey(day, momentId) }));
    const first = await this.lines.amountsOf(tx, asked);
    const now = this.services.clock.now();
    const changed = facts.flatMap((fact, index) => {
      const { creatorId, momentId, corrections, corrected } = fact;
      const minor = corrected === null ? (first[index]?.minor ?? 0n) : BigInt(corrected);
      const target = targets.get(momentId);
      if ((target?.amount.minor ?? 0n) === minor) return [];
      const about = { day, qualified: '0', ...target?.basis.inputs };
      const line = differenceLine(target, { minor, currency }, { policyVersion: policy.version, about });
      const earlier = Array.from({ length: corrections }, (_, number) => correctionKey(day, momentId, number + 1));
      const earning: Earning = {
        key: correctionKey(day, momentId, corrections + 1),
        ...{ creatorId, momentId, availableAt, ...line },
        day: businessDayOf(now),
        kind: 'CORRECTION',
        corrects: day,
        source: addresses.platformRewards,
        takesBack: [rewardKey(day, momentId), ...earlier],
      };
      return [{ earning, target: { creatorId, momentId, minor: target?.amount.minor ?? 0n } }];
    });
    await saveCorrected(
      tx,
      day,
      changed.map(({ target }) => target),
    );
    return changed.map(({ earning }) => earning);
  }
}

/** Everything that was found of each moment, added up. */
function foundOf(corrections: readonly Correction[]): Found {
  const found = new Map<Correction['momentId'], { qualified: number; completed: number }>();
  for (const { momentId, qualified, completed } of corrections) {
    const known = found.get(momentId) ?? { qualified: 0, completed: 0 };
    found.set(momentId, { qualified: known.qualified + qualified, completed: known.completed + completed });
  }
  return found;
}
