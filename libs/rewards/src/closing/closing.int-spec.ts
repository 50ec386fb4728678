import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AccountId,
  addDays,
  type BusinessDay,
  businessDayOf,
  days,
  formatAmount,
  type MomentId,
  newId,
} from '@moments/kernel';
import { ReconciliationService } from '@moments/ledger';
import { earningsChanged, EarningsReleases, StatementsQueries, type StatementLineView } from '@moments/payouts';
import { IdentityModule } from '@moments/identity';
import { type LibWorld, openLibWorld, takeNews } from '@moments/testing/platform';
import { recompute } from '../policy/domain/basis.js';
import { RewardsModule } from '../rewards.module.js';
import { OpenStrikes } from '../open-strikes.js';
import { earningFrom, foundLater, frozenDay, StrikesForTests, type ToldViews } from '../testing/index.js';
import { ClosingOrders } from './closing-orders.js';
import { RewardDayClosed, RewardDayNotOver, RewardDaysInOrder } from './closing.errors.js';
import { RewardClosing } from './reward-closing.service.js';
import { RewardCorrections } from './reward-corrections.service.js';

let world: LibWorld;
let day: BusinessDay;
const [ada, bob] = [newId<'account'>(), newId<'account'>()].toSorted() as [AccountId, AccountId];

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, StrikesForTests, RewardsModule]);
  await earningFrom(world, [ada, bob], '2026-01-01' as BusinessDay);
  day = addDays(businessDayOf(world.clock.now()), -1);
});
afterAll(() => world.close());

const close = () => world.app.get(RewardClosing).close(day);
const correct = () => world.app.get(RewardCorrections).correctAll();
const watched = (creatorId: AccountId, qualified: number, momentId = newId<'moment'>()): ToldViews => ({
  creatorId,
  momentId,
  qualified,
});
const linesOf = async (creatorId: AccountId): Promise<StatementLineView[]> => {
  const page = await world.app.get(StatementsQueries).ofCreator(creatorId, {}, { limit: 1_000 });
  return page.items.map(({ item }) => item);
};
const told = async (creatorId: AccountId) =>
  (await linesOf(creatorId)).map(({ kind, amount }) => `${kind} ${formatAmount(amount)}`);
const clean = async () => {
  expect((await world.app.get(ReconciliationService).run()).drift).toEqual([]);
};

describe('the close of a reward day', () => {
  it('gives each creator who earns a line for each moment, and says how it was computed', async () => {
    const stranger = newId<'account'>();
    await frozenDay(world, day, [
      watched(ada, 10_000),
      watched(ada, 5_000),
      watched(bob, 1_000),
      watched(stranger, 9_000),
    ]);
    const closed = await close();
    expect(closed).toMatchObject({ status: 'CLOSED', creators: 2, lines: 3 });
    // Photos: 10.00 for 1,000 views; conversion as believed 1.0; hardly anybody watched to the end: 0.8.
    expect((await told(ada)).toSorted()).toEqual(['VIEW_REWARD 40.00', 'VIEW_REWARD 80.00']);
    expect(await told(bob)).toEqual(['VIEW_REWARD 8.00']);
    expect(await told(stranger)).toEqual([]);
    for (const line of await linesOf(ada)) expect(recompute(line.basis)).toEqual(line.amount);
    await clean();
  });

  it('closed again, by several at once, changes nothing', async () => {
    const before = await told(ada);
    await Promise.all([close(), close()]);
    expect(await told(ada)).toEqual(before);
    const by = newId<'account'>();
    const orders = world.app.get(ClosingOrders);
    await expect(orders.order({ day, by, idempotencyKey: 'a' })).rejects.toThrow(RewardDayClosed);
    const today = businessDayOf(world.clock.now());
    await expect(orders.order({ day: today, by, idempotencyKey: 'b' })).rejects.toThrow(RewardDayNotOver);
    await expect(world.app.get(RewardClosing).close(addDays(today, 1))).rejects.toThrow(RewardDayNotOver);
    await expect(orders.order({ day: addDays(day, -1), by, idempotencyKey: 'c' })).rejects.toThrow(RewardDaysInOrder);
  });

  it('is ordered once per key, and another day under it is refused', async () => {
    const by = newId<'account'>();
    const orders = world.app.get(ClosingOrders);
    world.clock.advance(days(2));
    const next = addDays(day, 1);
    await orders.order({ day: next, by, idempotencyKey: 'k' });
    await orders.order({ day: next, by, idempotencyKey: 'k' });
    await expect(orders.order({ day: addDays(next, 1), by, idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await expect(orders.order({ day: addDays(next, 1), by, idempotencyKey: 'l' })).rejects.toThrow(RewardDaysInOrder);
    world.clock.advance(-days(2));
  });

  it('counts what stands against a creator on that day', async () => {
    day = addDays(day, 1);
    world.clock.advance(days(1));
    const strikes = world.app.get<OpenStrikes, OpenStrikes & { told: Map<AccountId, number> }>(OpenStrikes);
    strikes.told.set(bob, 1);
    await frozenDay(world, day, [watched(bob, 10_000)]);
    await close();
    strikes.told.clear();
    expect((await told(bob))[0]).toBe('VIEW_REWARD 40.00');
    await clean();
  });
});

describe('what is found after the close', () => {
  const moment = newId<'moment'>();
  let heldBack: ToldViews;

  beforeEach(async () => {
    heldBack = watched(bob, 3_000);
    day = addDays(day, 1);
    world.clock.advance(days(1));
  });

  it('becomes a line by the facts and the policy of the day, up and down, of moments that had none, too', async () => {
    await frozenDay(world, day, [watched(ada, 10_000, moment)]);
    await close();
    await foundLater(world, day, [watched(ada, -4_000, moment), heldBack]);
    expect(await correct()).toBe(2);
    expect(await correct()).toBe(0);
    await foundLater(world, day, [watched(ada, 1_000, moment)]);
    expect(await correct()).toBe(1);
    const corrections = (await linesOf(ada)).filter(
      ({ kind, momentId }) => kind === 'CORRECTION' && momentId === moment,
    );
    expect(corrections.map(({ amount }) => formatAmount(amount)).toSorted()).toEqual(['-32.00', '8.00']);
    for (const line of corrections) expect(recompute(line.basis)).toEqual(line.amount);
    expect((await told(bob))[0]).toBe('CORRECTION 24.00');
    const changes = (await takeNews(world, earningsChanged)).filter((change) => change.day === day);
    const sums = changes.flatMap(({ creators }) => creators.map(({ amountMinor }) => Number(amountMinor)));
    expect(sums.toSorted((a, b) => a - b)).toEqual([-3_200, 800, 2_400]);
    await clean();
  });

  it('comes to the same sums in any order, where the budget cuts all of them, too', async () => {
    const moments: [MomentId, MomentId, MomentId] = [newId(), newId(), newId()];
    const news: ToldViews[] = [
      watched(ada, -700_000, moments[0]),
      watched(ada, 300_000, moments[1]),
      watched(bob, 123_457, moments[2]),
      watched(bob, -7, moments[2]),
    ];
    // The most that a moment brings is 50,000.00, a creator 200,000.00; the budget is 10,000,000.00.
    const many = Array.from({ length: 60 }, (_, n) => ({ creatorId: newId<'account'>(), n })).map(
      ({ creatorId, n }) => ({
        creatorId,
        moments: Array.from({ length: 5 }, (__, m) => watched(creatorId, 6_000_000 + n * 1_000 + m)),
      }),
    );
    await earningFrom(
      world,
      many.map(({ creatorId }) => creatorId),
      '2026-01-01' as BusinessDay,
    );
    const start = [
      watched(ada, 900_001, moments[0]),
      watched(ada, 10_000, moments[1]),
      watched(bob, 33_333, moments[2]),
      ...many.flatMap(({ moments: own }) => own),
    ];
    const sums: string[] = [];
    for (const order of [news, news.toReversed(), [news]] as (ToldViews | ToldViews[])[][]) {
      await frozenDay(world, day, start);
      const before = await total();
      await close();
      for (const each of order) {
        await foundLater(world, day, [each].flat());
        await correct();
      }
      sums.push(((await total()) - before).toString() + JSON.stringify(await perMoment(moments)));
      day = addDays(day, 1);
      world.clock.advance(days(1));
    }
    expect(new Set(sums).size).toBe(1);
    expect(BigInt(sums[0]!.split('{')[0]!)).toBe(1_000_000_000n);
    await clean();
  });

  const total = async (): Promise<bigint> => {
    const { rows } = await world.database.pool.query<{ sum: string }>(
      'select sum(amount)::text as sum from statement_lines',
    );
    return BigInt(rows[0]!.sum);
  };
  const perMoment = async (moments: readonly string[]) => {
    const { rows } = await world.database.pool.query<{ moment: string; sum: string }>(
      `select moment_id as moment, sum(amount)::text as sum from statement_lines
        where moment_id = any ($1) and (key like 'reward:' || $2 || '%' or key like 'correction:' || $2 || '%')
        group by moment_id`,
      [moments, day],
    );
    return Object.fromEntries(moments.map((id, n) => [n, rows.find((row) => row.moment === id)?.sum]));
  };
});

it('lets rewards go 14 days after the end of their day, and not an instant before', async () => {
  const statements = world.app.get(StatementsQueries);
  const [line] = (await linesOf(bob)).filter(({ kind }) => kind === 'VIEW_REWARD').slice(-1);
  expect(line?.availableAt.getTime()).toBe(Date.parse(`${addDays(line!.day, 15)}T00:00:00+03:00`));
  world.clock.advance(days(40));
  while ((await world.app.get(EarningsReleases).releaseDue(500)) > 0);
  expect((await statements.balanceOf([bob])).get(bob)!.pending.minor).toBe(0n);
  await clean();
});
