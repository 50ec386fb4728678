import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { addDays, type BusinessDay, businessDayOf, days } from '@moments/kernel';
import { Database, metrics } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { RewardsModule } from '../rewards.module.js';
import { frozenDay, StrikesForTests } from '../testing/index.js';
import { DaysDueGauge } from './days-due.gauge.js';
import { RewardClosing } from './reward-closing.service.js';
import { RewardDaysQueries } from './reward-days.queries.js';

let world: LibWorld;
let gauge: DaysDueGauge;
let yesterday: BusinessDay;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, StrikesForTests, RewardsModule]);
  yesterday = addDays(businessDayOf(world.clock.now()), -1);
  gauge = new DaysDueGauge(world.app.get(RewardDaysQueries));
  gauge.onModuleInit();
});
afterAll(async () => {
  gauge.onApplicationShutdown();
  await world.close();
});

const recent = async () =>
  (await world.app.get(RewardDaysQueries).recent(5)).map(({ day, status }) => [day, status] as const);
const shown = async () => /^moments_reward_days_due (\d+)$/m.exec(await metrics.metrics())?.[1];

describe('days of rewards', () => {
  it('are due once they are over, and none is left out', async () => {
    expect(await recent()).toEqual([[yesterday, 'DUE']]);
    expect(await shown()).toBe('1');
    await frozenDay(world, yesterday, []);
    await world.app.get(RewardClosing).close(yesterday);
    expect(await recent()).toEqual([[yesterday, 'CLOSED']]);
    expect(await shown()).toBe('0');
    world.clock.advance(days(2));
    expect(await recent()).toEqual([
      [addDays(yesterday, 2), 'DUE'],
      [addDays(yesterday, 1), 'DUE'],
      [yesterday, 'CLOSED'],
    ]);
    expect(await shown()).toBe('2');
  });

  it('that are half closed are due, and say so', async () => {
    const next = addDays(yesterday, 1);
    await world.app
      .get(Database)
      .transaction((tx) =>
        tx.query(
          `insert into reward_days (day, status, policy_version, currency, started_at) values ($1, 'ACCRUING', 1, 'RUB', now())`,
          [next],
        ),
      );
    expect(await recent()).toEqual([
      [addDays(yesterday, 2), 'DUE'],
      [next, 'ACCRUING'],
      [yesterday, 'CLOSED'],
    ]);
    expect(await shown()).toBe('2');
  });
});
