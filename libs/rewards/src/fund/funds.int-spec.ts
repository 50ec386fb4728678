import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AccountId,
  addDays,
  type BusinessDay,
  businessDayOf,
  type CreatorFundId,
  type FundPeriodId,
  currency,
  newId,
  toGlobalId,
} from '@moments/kernel';
import { CatalogModule, IncomingDeposits } from '@moments/catalog';
import { addresses, LedgerQueries, ReconciliationService } from '@moments/ledger';
import { StatementsQueries } from '@moments/payouts';
import { execute } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { rub } from '@moments/testing/ledger';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { recompute } from '../policy/domain/basis.js';
import { RewardsJobsModule } from '../rewards-jobs.module.js';
import { StrikesForTests } from '../testing/strikes-for-tests.js';
import { foundLater, viewsClosed, watched } from '../testing/watched.js';
import { FundClosing } from './fund-closing.service.js';
import { FundPeriodsService } from './fund-periods.service.js';
import { FundsQueries } from './funds.queries.js';
import { FundsService } from './funds.service.js';

let world: LibWorld;
let fundId: CreatorFundId;
let day: BusinessDay;
const creators: AccountId[] = [];

const get = <Service>(service: abstract new (...dependencies: never[]) => Service): Service => world.app.get(service);
const sql = (text: string, parameters: unknown[] = []) =>
  world.database.transaction((tx) => execute(tx, text, parameters));

beforeAll(async () => {
  world = await openLibWorld([CatalogModule, StrikesForTests, RewardsJobsModule]);
  day = addDays(businessDayOf(world.clock.now()), -3);
  for (const [index, qualified] of [500, 300, 200, 1_000].entries()) {
    const creatorId = await anAccount(world);
    creators.push(creatorId);
    // The last one is suspended on the period's second and last day.
    const until = index === 3 ? addDays(day, 1) : null;
    await sql('insert into monetization_spells (account_id, number, from_day, until_day) values ($1, 1, $2, $3)', [
      ...[creatorId, day, until],
    ]);
    // What was before the approval counts for nobody.
    await watched(world, { creatorId, day: addDays(day, -1), qualified: 77 });
    await watched(world, { creatorId, day, qualified });
  }
  // Found later: half of the second one's views were none.
  await foundLater(world, { creatorId: creators[1]!, day, qualified: -100 });
});
afterAll(() => world.close());

let number = 0;
const key = () => `k${(number += 1)}`;
beforeEach(async () => {
  const fund = await get(FundsService).found({
    name: 'Newcomers',
    purpose: 'NEWCOMERS',
    idempotencyKey: key(),
    by: null,
  });
  fundId = fund.id;
  await get(FundsService).add({ fundId, amount: rub('1000.00'), idempotencyKey: key(), by: null });
});

const rules = { qualify: { minQualifiedViews: 1 }, points: 'qualified', capBps: 10_000 };
const open = (input: Partial<Parameters<FundPeriodsService['open']>[0]> = {}) =>
  get(FundPeriodsService).open({
    ...{ fundId, from: day, to: addDays(day, 1), pool: rub('100.01'), rules, idempotencyKey: key(), by: null },
    ...input,
  });
const fundOf = async () => (await get(FundsQueries).byIds([fundId])).get(fundId)!;
const heldBy = async (id: string) => {
  const account = { address: addresses.fundBudget(id), currency: currency('RUB') };
  return (await get(LedgerQueries).balances([account]))[0]!.balance.minor;
};
const sharesOf = async (periodId: FundPeriodId) =>
  (await get(FundsQueries).shares([periodId], { limit: 50 })).get(periodId)!.items.map(({ item }) => item);

describe('a fund', () => {
  it('has what it was given, and what no period has set aside', async () => {
    await open();
    expect(await fundOf()).toMatchObject({ budget: rub('1000.00'), remaining: rub('899.99') });
  });

  it('takes what the bank tells of when the payer names it, and what names no fund waits', async () => {
    const told = (payee: string) => ({
      ...{ reference: `bank-${key()}`, payee, details: '', receivedAt: world.clock.now().toISOString() },
      amount: { amount: '12.50', currency: 'RUB' },
    });
    const receive = (payee: string) => get(IncomingDeposits).receive({ deliveryId: key(), told: told(payee) });
    await receive(toGlobalId('creatorFund', fundId));
    expect(await heldBy(fundId)).toBe(101_250n);
    expect(await receive(toGlobalId('creatorFund', newId<'creatorFund'>()))).toMatchObject({ creditedTo: null });
  });

  it('is founded once for a key, and given money once for a key', async () => {
    const founding = { name: 'One', purpose: 'CHALLENGES', idempotencyKey: key(), by: null };
    const [first, second] = await Promise.all([get(FundsService).found(founding), get(FundsService).found(founding)]);
    expect(second).toEqual(first);
    await expect(get(FundsService).found({ ...founding, name: 'Two' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    const giving = { fundId: first.id, amount: rub('5.00'), idempotencyKey: key(), by: null };
    await Promise.all([get(FundsService).add(giving), get(FundsService).add(giving)]);
    expect(await heldBy(first.id)).toBe(500n);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ purpose: 'FRIENDS' }, 'purpose'],
  ])('is refused with what is wrong: %j', async (input, field) => {
    const founding = { name: 'One', purpose: 'CHALLENGES', idempotencyKey: key(), by: null, ...input };
    await expect(get(FundsService).found(founding)).rejects.toThrow(new RegExp(`^${field}`));
  });

  it('never promises more than it has, whoever opens periods at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => open({ pool: rub('400.00') })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await heldBy(fundId)).toBe(20_000n);
  });

  it.each([
    ['the end before the beginning', { to: '2020-01-01' as BusinessDay }, 'to'],
    ['no money', { pool: rub('0.00') }, 'pool'],
    ['another currency', { pool: { minor: 1n, currency: currency('USD') } }, 'pool.currency'],
    ['no cap', { rules: { qualify: {}, points: 'qualified' } }, 'rules.capBps'],
    ['points by what nobody counts', { rules: { ...rules, points: 'likes' } }, 'rules.points'],
  ])('opens no period with %s', async (_, input, field) => {
    await expect(open(input)).rejects.toThrow(new RegExp(`^${field}`));
    expect(await heldBy(fundId)).toBe(100_000n);
  });

  it('gets the pool of a cancelled period back, once', async () => {
    const { id: periodId } = await open();
    const cancel = () => get(FundPeriodsService).cancel({ periodId, by: null });
    await Promise.all([cancel(), cancel()]);
    expect([await heldBy(fundId), await heldBy(periodId)]).toEqual([100_000n, 0n]);
    await expect(get(FundClosing).close({ periodId, by: null })).rejects.toMatchObject({
      reason: 'fund_period_stands',
    });
  });
});

describe('the end of a period', () => {
  it('waits until its last day is closed', async () => {
    const { id: periodId } = await open();
    await viewsClosed(world, day);
    const close = () => get(FundClosing).close({ periodId, by: null });
    await expect(close()).rejects.toMatchObject({ reason: 'fund_period_not_over', params: { openDays: 1 } });
    await viewsClosed(world, addDays(day, 1));
    expect(await close()).toMatchObject({ status: 'CLOSED' });
  });

  it('shares the pool exactly among those who earn on its last day, by what they did while they earned', async () => {
    const { id: periodId } = await open();
    await get(FundClosing).close({ periodId, by: null });
    const shares = await sharesOf(periodId);
    // 500, 300 − 100 and 200 points.
    expect(shares.map(({ creatorId, points, amount }) => [creators.indexOf(creatorId), points, amount.minor])).toEqual([
      [0, 500n, 5_556n],
      [1, 200n, 2_223n],
      [2, 200n, 2_222n],
    ]);
    for (const { basis, amount } of shares) expect(recompute(basis)).toEqual(amount);
    expect(await heldBy(periodId)).toBe(0n);
    const { items } = await get(StatementsQueries).ofCreator(creators[0]!, {}, { limit: 50 });
    const line = items.map(({ item }) => item).find(({ amount }) => amount.minor === 5_556n)!;
    // The statement of the period's last day is out: what is shared later stands on a later one.
    expect(line).toMatchObject({ kind: 'FUND_SHARE', day: businessDayOf(world.clock.now()) });
    expect(recompute(line.basis)).toEqual(line.amount);
    expect((await get(ReconciliationService).run()).ok).toBe(true);
  });

  it('gives what the caps leave over back to the fund', async () => {
    const { id: periodId } = await open({ pool: rub('100.00'), rules: { ...rules, capBps: 2_000 } });
    const period = await get(FundClosing).close({ periodId, by: null });
    expect(period).toMatchObject({ status: 'CLOSED' });
    expect((await get(FundsQueries).periodsByIds([periodId])).get(periodId)).toMatchObject({
      allocated: rub('60.00'),
      unallocated: rub('40.00'),
    });
    expect([await heldBy(fundId), await heldBy(periodId)]).toEqual([94_000n, 0n]);
    expect(await fundOf()).toMatchObject({ budget: rub('1000.00'), remaining: rub('940.00') });
  });

  it('pays nobody twice, whoever closes at once or again, nor when it was interrupted', async () => {
    const { id: periodId } = await open();
    const close = () => get(FundClosing).close({ periodId, by: null });
    await Promise.all([close(), close()]);
    await close();
    // As if a process had stopped after the shares were computed and one was recorded.
    const { id: other } = await open();
    const closing = get(FundClosing);
    await closing.share({ periodId: other, by: null });
    await closing.pay(other);
    const paid = await world.database.pool.query<{ total: string; lines: number }>(
      `select sum(amount)::text as total, count(*)::int as lines from statement_lines where key = any($1)`,
      [[`fund:${periodId}`, `fund:${other}`]],
    );
    expect(paid.rows[0]).toEqual({ total: '20002', lines: 6 });
    await expect(sql('update fund_shares set share = share + 1')).rejects.toThrow('never changed');
    const { checked, ok } = await get(ReconciliationService).run();
    expect(ok).toBe(true);
    expect(checked.map(({ name }) => name)).toEqual(expect.arrayContaining(['fund-pools', 'fund-shares']));
  });

  it('that does not add up is found when the ledger is reconciled', async () => {
    const { id: periodId } = await open();
    await sql(`update fund_periods set pool = pool + 1 where id = $1`, [periodId]);
    const { drift } = await get(ReconciliationService).run();
    expect(drift).toEqual([
      { check: 'fund-pools', subject: `fund period ${periodId}`, expected: '10002', actual: '10001' },
    ]);
    await sql(`update fund_periods set pool = pool - 1 where id = $1`, [periodId]);
  });
});
