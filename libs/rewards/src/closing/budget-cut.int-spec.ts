import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { type AccountId, addDays, type BusinessDay, businessDayOf, days, newId } from '@moments/kernel';
import { ReconciliationService } from '@moments/ledger';
import { EarningsService } from '@moments/payouts';
import { execute, Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { recompute } from '../policy/domain/basis.js';
import { RewardPolicies } from '../policy/policies.service.js';
import { RewardsModule } from '../rewards.module.js';
import { earningFrom, foundLater, frozenDay, policyWith, StrikesForTests } from '../testing/index.js';
import { closingRules } from './closing.settings.js';
import { DayCreators } from './day-creators.js';
import { RewardClosing } from './reward-closing.service.js';
import { RewardCorrections } from './reward-corrections.service.js';

const pool = 1_003;
const deadlock = `do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`;
let world: LibWorld;
let day: BusinessDay;
const creators = Array.from({ length: 7 }, () => newId<'account'>());
const moments = creators.map((creatorId, n) => ({
  ...{ creatorId, momentId: newId<'moment'>() },
  qualified: 1_000 + n * 37,
}));

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, StrikesForTests, RewardsModule]);
  await earningFrom(world, creators, '2026-01-01' as BusinessDay);
  const { rules } = policyWith({
    caps: { momentPerDayMinor: pool, creatorPerDayMinor: pool },
    budget: { perDayMinor: pool },
  });
  day = addDays(businessDayOf(world.clock.now()), 1);
  await world.app.get(RewardPolicies).publish({ rules, effectiveFrom: day, idempotencyKey: 'small', by: null });
  const rule = { ...closingRules.fallback, creatorsPerPage: 2 };
  await world.app.get(Settings).set(closingRules.name, rule, 'test');
  world.clock.advance(days(2));
  await frozenDay(world, day, moments);
});
afterAll(() => world.close());

const sums = async (): Promise<Map<AccountId, number>> => {
  const { rows } = await world.database.pool.query<{ id: AccountId; sum: number }>(
    'select creator_id as id, sum(amount)::integer as sum from statement_lines group by creator_id',
  );
  return new Map(rows.map(({ id, sum }) => [id, sum]));
};
const all = (shares: ReadonlyMap<AccountId, number>) => [...shares.values()].reduce((sum, each) => sum + each, 0);
const clean = async () => {
  const { rows } = await world.database.pool.query<{ amount: string; inputs: object; formula: string }>(
    'select amount::text as amount, inputs, formula from statement_lines',
  );
  for (const { amount, ...basis } of rows) expect(recompute(basis).minor).toBe(BigInt(amount));
  expect((await world.app.get(ReconciliationService).run()).drift).toEqual([]);
};

describe('a day that its budget cuts', () => {
  it('is the budget to the kopeck, though the database has a page done again', async () => {
    const earnings = world.app.get(EarningsService);
    const record = jest.spyOn(earnings, 'record');
    const original = EarningsService.prototype.record.bind(earnings);
    let pages = 0;
    record.mockImplementation(async (...parameters) => {
      pages += 1;
      const recorded = await original(...parameters);
      if (pages === 2 || pages === 4) await execute(parameters[0], deadlock);
      return recorded;
    });
    await world.app.get(RewardClosing).close(day);
    record.mockRestore();
    expect(pages).toBe(6);
    expect(all(await sums())).toBe(pool);
    await clean();
  });

  it('stays as a later correction made it, whatever an earlier reading of what was found says', async () => {
    const [first, second] = [moments[0]!, moments[1]!];
    const corrections = world.app.get(RewardCorrections);
    await foundLater(world, day, [{ ...first, qualified: -500 }]);
    const creatorsOf = world.app.get(DayCreators);
    const original = DayCreators.prototype.earningOn.bind(creatorsOf);
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    const late = jest.spyOn(creatorsOf, 'earningOn').mockImplementationOnce(async (...parameters) => {
      await waiting;
      return original(...parameters);
    });
    // Has read what was found, and is overtaken before it holds the day.
    const overtaken = corrections.correct(day);
    while (late.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await foundLater(world, day, [{ ...second, qualified: 9_000 }]);
    expect(await corrections.correct(day)).toBeGreaterThan(0);
    const corrected = await sums();
    goOn();
    expect(await overtaken).toBe(0);
    late.mockRestore();
    expect(await sums()).toEqual(corrected);
    expect(all(corrected)).toBe(pool);
    await clean();
  });
});
