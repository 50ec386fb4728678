import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  addDays,
  after,
  type BusinessDay,
  businessDayOf,
  currency,
  days,
  startOfBusinessDay,
} from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { type Earning, EarningsService } from '@moments/payouts';
import { Database, execute, type Tx } from '@moments/platform';
import { ViewDays } from '@moments/views';
import type { RewardLine } from '../policy/domain/reward-lines.js';
import type { RewardPolicy } from '../policy/domain/rules.js';
import { RewardPolicies } from '../policy/policies.service.js';
import { DayCreators } from './day-creators.js';
import { RewardDayNotOver, RewardDaysInOrder } from './closing.errors.js';
import { rewardDayClosed, statementsPublished } from './closing.events.js';
import { ClosingServices } from './closing-services.js';
import { closingRules, earningHolds } from './closing.settings.js';
import { cutOfDay, type DayCut, linesOf, sumOf } from './day-lines.js';
import { byCreator } from './domain/day-facts.js';
import { rewardKey } from './domain/reward-key.js';
import { beginDay, lockDay, newestDay, readDay, type RewardDay, saveDay } from './reward-days.store.js';
import { creatorsOfDay, factsPage, freezeFacts } from './reward-facts.store.js';

/** A day that is being closed. */
interface Closing {
  readonly day: BusinessDay;
  readonly policy: RewardPolicy;
  readonly creatorsPerPage: number;
  readonly availableAt: Date;
}

/** Where a close goes on: how its lines are cut, and the place of the first line after the cursor. */
interface NextPage {
  readonly cursor: AccountId;
  readonly cut: DayCut;
  readonly start: number;
}

/**
 * Closes reward days: views are frozen, what rewards are computed from is frozen, creators get their lines. Page by page,
 * each in one transaction with how far the close has come: killed anywhere it goes on there, and nobody is paid twice.
 */
@Injectable()
export class RewardClosing {
  constructor(
    private readonly database: Database,
    private readonly views: ViewDays,
    private readonly policies: RewardPolicies,
    private readonly creators: DayCreators,
    private readonly earnings: EarningsService,
    private readonly services: ClosingServices,
  ) {}

  /**
   * Closes a day, or goes on where an earlier close of it stopped; a day that is closed is given as it stands. Throws
   * `RewardDayNotOver` for today and later, `RewardDaysInOrder` when another day comes first.
   */
  async close(day: BusinessDay): Promise<RewardDay> {
    const { clock, settings } = this.services;
    if (day >= businessDayOf(clock.now())) throw new RewardDayNotOver(day);
    await this.database.transaction((tx) => checkOrder(tx, day));
    await this.views.close(day);
    // Of a day that is over it is always the same.
    const policy = await this.policies.inForceOn(day);
    await this.begin(day, policy);
    const { creatorsPerPage } = await settings.get(closingRules);
    const { viewDays } = await settings.get(earningHolds);
    const availableAt = after(startOfBusinessDay(addDays(day, 1)), days(viewDays));
    const closing = { day, policy, creatorsPerPage, availableAt };
    while ((await this.collectPage(closing)) === 'more');
    let next: NextPage | undefined;
    for (;;) {
      const page = await this.accruePage(closing, next);
      if (page.done) return page.done;
      next = page.next;
    }
  }

  private begin(day: BusinessDay, { version: policyVersion, rules }: RewardPolicy): Promise<void> {
    return this.database.transaction(async (tx) => {
      // Two who would begin different days wait for each other.
      await execute(tx, 'lock table reward_days in share row exclusive mode');
      if (await checkOrder(tx, day)) return;
      await beginDay(tx, { day, policyVersion, currency: currency(rules.currency), now: this.services.clock.now() });
    });
  }

  /** Freezes the facts of a page of creators, and adds up what they would earn without the budget. */
  private async collectPage({ day, policy, creatorsPerPage }: Closing): Promise<'more' | 'done'> {
    const seen = await readDay(this.database, day);
    if (seen?.status !== 'COLLECTING') return 'done';
    const page = await creatorsOfDay(this.database, { day, after: seen.cursor, limit: creatorsPerPage });
    const earning = await this.creators.earningOn(day, page);
    return this.database.transaction(async (tx) => {
      const known = await lockDay(tx, day);
      // Somebody else has done this page meanwhile.
      if (known?.status !== 'COLLECTING' || known.cursor !== seen.cursor) return 'more';
      const last = page.at(-1);
      if (last === undefined) {
        await saveDay(tx, { ...known, status: 'ACCRUING', cursor: null });
        return 'done';
      }
      const facts = await freezeFacts(tx, day, earning);
      const whole = known.whole + sumOf(linesOf(policy, { day, facts }));
      await saveDay(tx, { ...known, cursor: last, whole });
      return 'more';
    });
  }

  /** Records the lines of a page of creators. */
  private async accruePage(
    closing: Closing,
    next?: NextPage,
  ): Promise<{ done: RewardDay } | { done?: never; next: NextPage }> {
    const { day, policy, creatorsPerPage } = closing;
    return this.database.transaction(async (tx) => {
      const known = await lockDay(tx, day);
      if (!known) throw new Error('the close of the day has begun');
      if (known.status === 'CLOSED') return { done: known };
      const facts = await factsPage(tx, { day, after: known.cursor, limit: creatorsPerPage });
      const last = facts.at(-1);
      if (!last) return { done: await this.finish(tx, known) };
      // Somebody else may have closed the page that was next: then the places of lines are found anew.
      const ours = next?.cursor === known.cursor ? next : undefined;
      const cut = ours?.cut ?? (await cutOfDay(tx, { ...closing, whole: known.whole }, known.cursor));
      const start = ours?.start ?? cut.start;
      const uncut = linesOf(policy, { day, facts });
      const lines = cut.cut(uncut, start);
      await this.record(tx, closing, lines);
      const creators = byCreator(lines.map(withCreator)).length;
      await saveDay(tx, {
        ...known,
        cursor: last.creatorId,
        creators: known.creators + creators,
        lines: known.lines + lines.length,
        total: known.total + sumOf(lines),
      });
      return { next: { cursor: last.creatorId, cut, start: start + uncut.length } };
    });
  }

  private async record(tx: Tx, { day, availableAt, policy }: Closing, lines: readonly RewardLine[]): Promise<void> {
    if (lines.length === 0) return;
    const earnings = lines.map(withCreator).map(({ creatorId, momentId, kind, amount, basis }): Earning => ({
      key: rewardKey(day, momentId),
      ...{ creatorId, day, kind, amount, momentId, availableAt, basis },
      source: addresses.platformRewards,
    }));
    await this.earnings.record(tx, earnings);
    const creators = byCreator(earnings).map((own) => ({
      creatorId: own[0].creatorId,
      amountMinor: `${own.reduce((sum, { amount }) => sum + amount.minor, 0n)}`,
    }));
    await this.services.events.emit(tx, statementsPublished, { day, currency: policy.rules.currency, creators });
  }

  private async finish(tx: Tx, known: RewardDay): Promise<RewardDay> {
    const closed: RewardDay = { ...known, status: 'CLOSED', cursor: null, closedAt: this.services.clock.now() };
    await saveDay(tx, closed);
    await this.services.events.emit(tx, rewardDayClosed, { day: known.day });
    return closed;
  }
}

/** Days are closed one after the other, so that none is forgotten; the first may be any. Throws `RewardDaysInOrder`. */
export async function checkOrder(tx: Tx, day: BusinessDay): Promise<RewardDay | undefined> {
  const known = await lockDay(tx, day);
  if (known) return known;
  const newest = await newestDay(tx);
  if (!newest) return undefined;
  const next = newest.status === 'CLOSED' ? addDays(newest.day, 1) : newest.day;
  if (day !== next) throw new RewardDaysInOrder(next);
  return undefined;
}

function withCreator<Line extends RewardLine>(line: Line): Line & { creatorId: AccountId } {
  const { creatorId } = line;
  if (creatorId === undefined) throw new Error('a reward for views says whose it is');
  return { ...line, creatorId };
}
