import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDays, type BusinessDay, businessDayOf } from '@moments/kernel';
import { ReconciliationService } from '@moments/ledger';
import { EarningsService } from '@moments/payouts';
import { execute } from '@moments/platform';
import { rub } from '@moments/testing/ledger';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { recompute } from '../policy/domain/basis.js';
import { RewardsJobsModule } from '../rewards-jobs.module.js';
import { StrikesForTests } from '../testing/strikes-for-tests.js';
import { viewsClosed } from '../testing/watched.js';
import { FundClosing } from './fund-closing.service.js';
import { FundPeriodsService } from './fund-periods.service.js';
import { FundsQueries } from './funds.queries.js';
import { FundsService } from './funds.service.js';

const creators = 1_200;
const creator = `('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
let world: LibWorld;
let day: BusinessDay;

beforeAll(async () => {
  world = await openLibWorld([StrikesForTests, RewardsJobsModule]);
  day = addDays(businessDayOf(world.clock.now()), -3);
  const sql = (text: string, parameters: unknown[] = []) =>
    world.database.transaction((tx) => execute(tx, text, parameters));
  await sql(
    `insert into accounts (id, region, status, created_at, status_changed_at)
     select ${creator}, 'RU', 'active', now(), now() from generate_series(1, $1::integer) as n`,
    [creators],
  );
  await sql(`insert into monetization_spells (account_id, number, from_day) select id, 1, $1 from accounts`, [day]);
  // A few are watched a million times, most a few times: the cap cuts more than one round of them.
  await sql(
    `insert into moment_view_days (moment_id, day, creator_id, views, qualified, own, promoted, invalid, too_short, held,
       repeated, completed, watch_ms, viewers, timed, retention)
     select gen_random_uuid(), $2::date + each, ${creator}, times, times, 0, 0, 0, 0, 0, 0, 0, 0, times, 0,
            array_fill(0, array[20])
       from generate_series(1, $1::integer) as n, generate_series(0, 1) as each,
            lateral (select 1 + 1000000 / (n * n) as times) as watched`,
    [creators, day],
  );
  for (const each of [day, addDays(day, 1)]) await viewsClosed(world, each);
});
afterAll(() => world.close());

describe('a period of more creators than are paid at a time', () => {
  it('is shared to the kopeck, though it stops in the middle and two go on with it', async () => {
    const keyed = (idempotencyKey: string) => ({ idempotencyKey, by: null });
    const fund = await world.app.get(FundsService).found({ name: 'All', purpose: 'CHALLENGES', ...keyed('found') });
    const pool = rub('123456.78');
    await world.app.get(FundsService).add({ fundId: fund.id, amount: pool, ...keyed('add') });
    const rules = { qualify: {}, points: 'qualified', capBps: 50 };
    const { id: periodId } = await world.app
      .get(FundPeriodsService)
      .open({ fundId: fund.id, from: day, to: addDays(day, 1), pool, rules, ...keyed('open') });

    const closing = world.app.get(FundClosing);
    const earnings = world.app.get(EarningsService);
    const original = EarningsService.prototype.record.bind(earnings);
    let batches = 0;
    const record = jest.spyOn(earnings, 'record').mockImplementation(async (...parameters) => {
      const recorded = await original(...parameters);
      batches += 1;
      if (batches === 2) throw new Error('killed');
      return recorded;
    });
    await expect(closing.close({ periodId, by: null })).rejects.toThrow('killed');
    record.mockRestore();
    await Promise.all([closing.pay(periodId), closing.close({ periodId, by: null })]);

    const period = (await world.app.get(FundsQueries).periodsByIds([periodId])).get(periodId)!;
    expect(period).toMatchObject({ status: 'CLOSED', allocated: pool, unallocated: rub('0.00') });
    const { rows } = await world.database.pool.query<{ amount: string; inputs: object; formula: string }>(
      `select amount::text as amount, inputs, formula from statement_lines where kind = 'FUND_SHARE'`,
    );
    expect(rows).toHaveLength(creators);
    expect(rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(pool.minor);
    for (const { amount, ...basis } of rows) expect(recompute(basis).minor).toBe(BigInt(amount));
    const largest = rows.reduce((most, { amount }) => (BigInt(amount) > most ? BigInt(amount) : most), 0n);
    expect(largest).toBe((pool.minor * 50n) / 10_000n);
    expect((await world.app.get(ReconciliationService).run()).drift).toEqual([]);
  });
});
