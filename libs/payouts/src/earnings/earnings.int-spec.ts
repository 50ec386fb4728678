import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AccountId,
  after,
  type BusinessDay,
  businessDayOf,
  currency,
  days,
  formatAmount,
  newId,
  parseMoney,
  type StatementLineId,
} from '@moments/kernel';
import { addresses, InsufficientFunds, LedgerQueries, LedgerService, ReconciliationService } from '@moments/ledger';
import { aWallet, journalTable } from '@moments/testing/ledger';
import { type LibWorld, openLibWorld, takeNews } from '@moments/testing/platform';
import { PayoutsModule } from '../payouts.module.js';
import type { Earning } from './domain/earning.js';
import { EarningsDebts } from './earnings-debts.js';
import { NothingOwed } from './earnings.errors.js';
import { earningsChanged } from './earnings.events.js';
import { EarningsReleases } from './earnings-releases.js';
import { EarningsService } from './earnings.service.js';
import { StatementsQueries } from './statements.queries.js';

let world: LibWorld;
let creator: AccountId;

beforeAll(async () => {
  world = await openLibWorld([PayoutsModule]);
});
afterAll(() => world.close());
beforeEach(() => {
  creator = newId<'account'>();
});

const rub = (amount: string) => parseMoney(amount, currency('RUB'));
const earning = (key: string, amount: string, more: Partial<Earning> = {}): Earning => ({
  key,
  creatorId: creator,
  day: businessDayOf(world.clock.now()),
  kind: 'VIEW_REWARD',
  amount: rub(amount),
  source: addresses.platformRewards,
  availableAt: after(world.clock.now(), days(14)),
  basis: { policyVersion: 1, inputs: { currency: 'RUB' }, formula: '0' },
  ...more,
});
const takenBack = (key: string, amount: string, ...takesBack: string[]): Earning =>
  earning(key, amount, { kind: 'RETURN_CLAWBACK', takesBack });
const record = (...earnings: Earning[]) =>
  world.database.transaction((tx) => world.app.get(EarningsService).record(tx, earnings));
const releaseAll = async (): Promise<void> => {
  while ((await world.app.get(EarningsReleases).releaseDue(100)) > 0);
};
const balance = async () => {
  const found = (await world.app.get(StatementsQueries).balanceOf([creator])).get(creator)!;
  return [formatAmount(found.pending), formatAmount(found.available)];
};
const drift = async () => (await world.app.get(ReconciliationService).run()).drift;
const journalOfCreator = async () =>
  (await journalTable(world, { [creator]: 'ada' }))
    .split('\n')
    .filter((line) => line.includes('ada'))
    .map((line) => line.replace(/ {2,}/g, ' '));

describe('what creators earn', () => {
  it('is pending until its time, then available, once however many release it', async () => {
    await record(earning('a', '10.00'), earning('b', '2.50'));
    await releaseAll();
    expect(await balance()).toEqual(['12.50', '0.00']);
    world.clock.advance(days(14));
    await Promise.all([releaseAll(), releaseAll(), releaseAll()]);
    expect(await balance()).toEqual(['0.00', '12.50']);
    expect(await journalOfCreator()).toEqual([
      'earned platform:rewards -> creator:ada:pending 12.50 RUB',
      'earnings_released creator:ada:pending -> creator:ada:available 12.50 RUB',
    ]);
    expect(await drift()).toEqual([]);
  });

  it('is recorded once per key, by however many at once', async () => {
    const same = [earning('a', '10.00'), earning('b', '1.00')];
    const answers = await Promise.all([record(...same), record(...same), record(...same.toReversed())]);
    expect(answers.map(({ recorded }) => recorded).toSorted()).toEqual([0, 0, 2]);
    expect(await record(...same, earning('c', '0.00'), earning('d', '0.01'))).toEqual({ recorded: 1, repeated: 2 });
    expect(await balance()).toEqual(['11.01', '0.00']);
    expect(await drift()).toEqual([]);
  });

  it('is available at once when it is due, and comes out of a guarded source only as far as there is money', async () => {
    const escrow = addresses.campaignEscrow(newId());
    const { ledger } = { ledger: world.app.get(LedgerService) };
    const wallet = await aWallet(world, rub('5.00'));
    const postings = [{ from: wallet, to: escrow, amount: rub('5.00') }];
    await ledger.postAlone({ key: `escrow:${creator}`, kind: 'escrow_funded', reference: 'test', postings });
    const now = world.clock.now();
    const paid = { kind: 'ORDER_REWARD', source: escrow, availableAt: now } as const;
    await expect(record(earning('a', '3.00', paid), earning('b', '2.01', paid))).rejects.toThrow(InsufficientFunds);
    await record(earning('a', '3.00', paid), earning('b', '2.00', paid));
    expect(await balance()).toEqual(['0.00', '5.00']);
    expect(await drift()).toEqual([]);
  });

  it('waits for its confirmation however late, and then is available', async () => {
    await record(earning('a', '10.00', { untilConfirmed: true }), earning('b', '1.00', { untilConfirmed: true }));
    world.clock.advance(days(400));
    await releaseAll();
    expect(await balance()).toEqual(['11.00', '0.00']);
    const confirm = () =>
      world.database.transaction((tx) =>
        world.app.get(EarningsService).confirm(tx, { creatorId: creator, keys: ['a'] }),
      );
    await confirm();
    await confirm();
    await releaseAll();
    expect(await balance()).toEqual(['1.00', '10.00']);
    expect(await drift()).toEqual([]);
  });
});

describe('what is taken back', () => {
  it('leaves the line that it takes back while that is pending', async () => {
    await record(earning('a', '10.00'), earning('b', '10.00'));
    await record(takenBack('a-back', '-4.00', 'a'));
    expect(await balance()).toEqual(['16.00', '0.00']);
    world.clock.advance(days(14));
    await releaseAll();
    expect(await balance()).toEqual(['0.00', '16.00']);
    expect(await drift()).toEqual([]);
  });

  it('leaves what is available when its line is released, and becomes debt where nothing is left', async () => {
    await record(earning('a', '10.00', { availableAt: world.clock.now() }), earning('b', '6.00'));
    await record(takenBack('a-back', '-12.50', 'a'), takenBack('c-back', '-1.00'));
    expect(await balance()).toEqual(['6.00', '-3.50']);
    world.clock.advance(days(14));
    await releaseAll();
    expect(await balance()).toEqual(['0.00', '2.50']);
    expect(await journalOfCreator()).toEqual([
      'earned platform:rewards -> creator:ada:pending 16.00 RUB',
      'earnings_released creator:ada:pending -> creator:ada:available 10.00 RUB',
      'earnings_taken_back creator:ada:available -> platform:rewards 10.00 RUB',
      'earnings_taken_back creator:ada:debt -> platform:rewards 2.50 RUB',
      'earnings_taken_back creator:ada:debt -> platform:rewards 1.00 RUB',
      'earnings_released creator:ada:pending -> creator:ada:debt 3.50 RUB',
      'earnings_released creator:ada:pending -> creator:ada:available 2.50 RUB',
    ]);
    expect(await drift()).toEqual([]);
  });

  it('comes to the same sum in whatever order it is told, releases in between or not', async () => {
    const told = [
      [earning('a', '10.00')],
      [takenBack('a-back', '-4.00', 'a')],
      [earning('b', '3.00', { availableAt: world.clock.now() })],
      [takenBack('b-back', '-9.00', 'b', 'a')],
      [earning('c', '0.50'), takenBack('c-back', '-0.50', 'c')],
    ];
    const sums = new Set<string>();
    for (let turn = 0; turn < told.length; turn += 1) {
      creator = newId<'account'>();
      const order = [...told.slice(turn), ...told.slice(0, turn)];
      for (const news of turn % 2 ? order : order.toReversed()) {
        await record(...news.map((each) => ({ ...each, creatorId: creator })));
        if (turn % 2) await releaseAll();
      }
      world.clock.advance(days(15));
      await releaseAll();
      sums.add((await balance()).join(' '));
    }
    expect([...sums]).toEqual(['0.00 0.00']);
    expect(await drift()).toEqual([]);
  });

  it('never takes twice from one line, however many take at once', async () => {
    await record(earning('a', '10.00'));
    await Promise.all(Array.from({ length: 8 }, (_, n) => record(takenBack(`back-${n}`, '-2.00', 'a'))));
    expect(await balance()).toEqual(['0.00', '-6.00']);
    expect(await drift()).toEqual([]);
  });
});

describe('a debt', () => {
  it('is written off once, at the platform’s cost, as a line that says why', async () => {
    const debts = world.app.get(EarningsDebts);
    const by = newId<'account'>();
    const command = { creatorId: creator, reason: 'the shop has closed', idempotencyKey: 'k1', by };
    await expect(debts.writeOff(command)).rejects.toThrow(NothingOwed);
    await record(takenBack('back', '-7.00'));
    const [first, second] = await Promise.all([debts.writeOff(command), debts.writeOff(command)]);
    expect([first, second]).toEqual([rub('7.00'), rub('7.00')]);
    expect(await balance()).toEqual(['0.00', '0.00']);
    await expect(debts.writeOff({ ...command, reason: 'another' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await expect(debts.writeOff({ ...command, reason: ' ' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const page = await world.app.get(StatementsQueries).ofCreator(creator, {}, { limit: 10 });
    expect(page.items.map(({ item }) => [item.kind, formatAmount(item.amount), item.basis.inputs])).toEqual([
      ['CORRECTION', '7.00', { currency: 'RUB', owed: '700', reason: 'the shop has closed' }],
      ['RETURN_CLAWBACK', '-7.00', { currency: 'RUB' }],
    ]);
    const toldOf = (reason: string, amountMinor: string) => ({
      ...{ reason, currency: 'RUB', creators: [{ creatorId: creator, amountMinor }] },
    });
    expect((await takeNews(world, earningsChanged)).slice(-2)).toEqual([
      toldOf('COMMISSION_TAKEN_BACK', '-700'),
      toldOf('DEBT_WRITTEN_OFF', '700'),
    ]);
    expect(await drift()).toEqual([]);
  });
});

describe('statements', () => {
  it('are read by pages, newest day first, for the days asked, and only by their creator', async () => {
    const of = (key: string, day: string) => earning(key, '1.00', { day: day as BusinessDay });
    await record(of('a', '2026-01-01'), of('b', '2026-01-02'), of('c', '2026-01-02'), of('d', '2026-01-03'));
    const statements = world.app.get(StatementsQueries);
    const window = { from: '2026-01-01' as BusinessDay, to: '2026-01-02' as BusinessDay };
    const first = await statements.ofCreator(creator, window, { limit: 2 });
    expect([first.items.map(({ item }) => item.day), first.hasNextPage]).toEqual([['2026-01-02', '2026-01-02'], true]);
    const rest = await statements.ofCreator(creator, window, { limit: 2, after: first.items[1]!.position });
    expect([rest.items.map(({ item }) => item.day), rest.hasNextPage]).toEqual([['2026-01-01'], false]);
    const ids: StatementLineId[] = [first.items[0]!.item.id];
    expect((await statements.byIds(creator, ids)).size).toBe(1);
    expect((await statements.byIds(newId(), ids)).size).toBe(0);
  });

  it('cannot be changed by anybody', async () => {
    await record(earning('a', '1.00'));
    for (const sql of [
      'update statement_lines set amount = 2',
      'delete from statement_lines',
      'truncate statement_lines',
    ]) {
      await expect(world.database.pool.query(sql)).rejects.toThrow('statement_lines is append-only');
    }
  });

  it('tell what moments earned by day', async () => {
    const momentId = newId<'moment'>();
    const today = businessDayOf(world.clock.now());
    await record(earning('a', '1.00', { momentId }), earning('b', '2.00', { momentId }), earning('c', '4.00'));
    await record({ ...takenBack('a-back', '-0.50', 'a'), momentId });
    const earned = await world.app.get(StatementsQueries).earnedByMoments([momentId], {});
    expect(earned.get(momentId)).toEqual([{ day: today, amount: rub('2.50') }]);
  });
});

describe('the proof', () => {
  it('tells of what is held and not pending', async () => {
    await record(earning('a', '1.00'));
    await world.database.pool.query('update held_earnings set remaining = remaining + 1 where creator_id = $1', [
      creator,
    ]);
    expect((await drift()).map(({ check, subject }) => [check, subject])).toEqual([
      ['earnings-pending', `creator ${creator} RUB`],
    ]);
    await world.database.pool.query('update held_earnings set remaining = remaining - 1 where creator_id = $1', [
      creator,
    ]);
    expect(await drift()).toEqual([]);
    const { balance: rewards } = (
      await world.app.get(LedgerQueries).balances([{ address: addresses.platformRewards, currency: currency('RUB') }])
    )[0]!;
    expect(rewards.minor < 0n).toBe(true);
  });
});
