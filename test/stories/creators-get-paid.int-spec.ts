import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
import { addresses, LedgerService } from '@moments/ledger';
import { EarningsReleases, EarningsService, StatementsQueries } from '@moments/payouts';
import {
  FundClosing,
  FundPeriodsService,
  FundsService,
  type PurchaseNews,
  PurchaseRewards,
  recompute,
  RewardClosing,
  RewardCorrections,
  RewardsModule,
} from '@moments/rewards';
import { aWallet, journalTable, rub } from '@moments/testing/ledger';
import { aCamt054, aPain002, PayoutsWorld } from '@moments/testing/payouts';
import { earningFrom, foundLater, frozenDay, StrikesForTests, type ToldViews } from '@moments/testing/rewards';

/*
 * Thirty days of three creators: a self-employed, an individual whose tax is withheld, and a sole proprietor. They are
 * watched, sell, do an order and share a fund; a sale comes back after it was paid out, views turn out to be false, a bank
 * sends a payout back. The books are proven after every step.
 */
let world: PayoutsWorld;
let [ada, bob, cyd]: AccountId[] = [];
const moments = new Map<AccountId, MomentId>();
const names: Record<string, string> = {};
let today: BusinessDay;
let first: BusinessDay;

beforeAll(async () => {
  world = await PayoutsWorld.open([StrikesForTests, RewardsModule]);
  ({ accountId: ada } = await world.aCreator({ status: 'SELF_EMPLOYED' }));
  ({ accountId: bob } = await world.aCreator({ status: 'INDIVIDUAL' }));
  ({ accountId: cyd } = await world.aCreator({ status: 'SOLE_PROPRIETOR' }));
  first = today = businessDayOf(world.lib.clock.now());
  for (const [name, id] of Object.entries({ ada: ada, bob: bob, cyd: cyd })) {
    names[id] = name;
    moments.set(id, newId());
  }
  await earningFrom(world.lib, [ada, bob, cyd], first);
});
afterAll(() => world.close());

const get = <Service>(service: abstract new (...dependencies: never[]) => Service): Service =>
  world.lib.app.get(service);

async function proven<Result>(step: Promise<Result>): Promise<Result> {
  const result = await step;
  expect((await world.reconcile()).drift).toEqual([]);
  return result;
}

const watched = (creatorId: AccountId, qualified: number): ToldViews => ({
  creatorId,
  momentId: moments.get(creatorId)!,
  qualified,
});

/** Ends the day: its views are frozen, it is closed, and what is due becomes available. */
async function endDay(...views: ToldViews[]): Promise<void> {
  world.lib.clock.advance(days(1));
  await frozenDay(world.lib, today, views);
  await proven(get(RewardClosing).close(today));
  while ((await get(EarningsReleases).releaseDue(100)) > 0);
  await proven(Promise.resolve());
  today = addDays(today, 1);
}

async function untilDay(number: number): Promise<void> {
  while (today < addDays(first, number - 1)) await endDay();
}

const aSale = (creatorId: AccountId): Omit<PurchaseNews, 'version' | 'owed' | 'confirms'> => ({
  ...{ attributionId: newId(), momentId: moments.get(creatorId)!, productId: newId(), creatorId },
  ...{ purchasedAt: world.lib.clock.now(), purchasedOn: today },
});
const hear = (news: PurchaseNews) => proven(get(PurchaseRewards).settle(news));

/** What a creator has: pending, available, on its way, paid. */
async function balance(creatorId: AccountId): Promise<string> {
  const found = (await get(StatementsQueries).balanceOf([creatorId])).get(creatorId)!;
  return [found.pending, found.available, found.inTransit, found.paid].map(formatAmount).join(' | ');
}

/** Lines by number of their day, the oldest first; each recomputes to its amount. */
async function statement(creatorId: AccountId): Promise<string> {
  const { items } = await get(StatementsQueries).ofCreator(creatorId, {}, { limit: 100 });
  const lines = items.map(({ item }) => item).toReversed();
  for (const line of lines) expect(recompute(line.basis)).toEqual(line.amount);
  const numberOf = (day: string) => Math.round((Date.parse(day) - Date.parse(first)) / days(1)) + 1;
  return lines
    .map(({ day, kind, amount }) =>
      [`day ${numberOf(day)}`.padEnd(7), kind.padEnd(19), formatAmount(amount).padStart(9)].join(' '),
    )
    .join('\n');
}

it('pays three creators over thirty days to the kopeck', async () => {
  await endDay(watched(ada!, 100_000), watched(bob!, 50_000), watched(cyd!, 200_000));
  expect(await balance(ada!)).toBe('800.00 | 0.00 | 0.00 | 0.00');

  // Day 2: two sales. The second is confirmed before anybody heard that it was made.
  const [shoes, lamp] = [aSale(bob!), aSale(ada!)];
  await hear({ ...shoes, version: 1, owed: rub('40000.00'), confirms: false });
  await hear({ ...lamp, version: 2, owed: rub('10000.00'), confirms: true });
  await hear({ ...lamp, version: 1, owed: rub('10000.00'), confirms: false });
  await endDay(watched(ada!, 10_000));

  // Day 3: a seller's order is done, and paid at once.
  const campaignId = newId<'campaign'>();
  names[campaignId] = 'order';
  const wallet = await aWallet(world.lib, rub('5000.00'));
  names[wallet] = 'seller:shop:wallet';
  const escrow = addresses.campaignEscrow(campaignId);
  const postings = [{ from: wallet, to: escrow, amount: rub('3000.00') }];
  await get(LedgerService).postAlone({ key: 'story:escrow', kind: 'escrow_funded', reference: 'story', postings });
  const order = {
    key: `order:${campaignId}`,
    creatorId: ada!,
    day: today,
    kind: 'ORDER_REWARD',
    source: escrow,
  } as const;
  const basis = { inputs: { currency: 'RUB', reward: '300000' }, formula: 'reward' };
  const earned = { ...order, campaignId, amount: rub('3000.00'), availableAt: world.lib.clock.now(), basis };
  await proven(world.lib.database.transaction((tx) => get(EarningsService).record(tx, [earned])));
  await endDay();

  // Day 4: a fifth of what Ada was watched on the first day was no people.
  await foundLater(world.lib, first, [watched(ada!, -20_000)]);
  await proven(get(RewardCorrections).correctAll());
  await untilDay(8);

  // Day 8: Bob's sale is for good; he is paid, and his tax withheld.
  await hear({ ...shoes, version: 2, owed: rub('40000.00'), confirms: true });
  await endDay();
  const toBob = await proven(world.approved(bob!, '2000.00'));
  names[toBob.id] = 'bob';
  const toBank = await proven(world.sendAll());
  await proven(world.bank.import({ content: aPain002(toBank.id, [{ payout: toBob }]), by: null, source: 'story' }));
  expect(await balance(bob!)).toBe('400.00 | 0.00 | 0.00 | 2000.00');
  await untilDay(12);
  await endDay(watched(bob!, 250_000));
  await untilDay(18);

  // Day 18: the views of the first day are available by now; then the shoes come back after all.
  await hear({ ...shoes, version: 3, owed: rub('0.00'), confirms: false });
  expect(await balance(bob!)).toBe('2000.00 | -1600.00 | 0.00 | 2000.00');

  // Day 20: a fund is shared by what was watched on the first days.
  await untilDay(20);
  const { id: fundId } = await get(FundsService).found({
    name: 'Newcomers',
    purpose: 'NEWCOMERS',
    idempotencyKey: 'f',
    by: null,
  });
  names[fundId] = 'newcomers';
  await proven(get(FundsService).add({ fundId, amount: rub('1000.00'), idempotencyKey: 'a', by: null }));
  const rules = { qualify: { minQualifiedViews: 1 }, points: 'qualified', capBps: 10_000 };
  const period = {
    fundId,
    from: first,
    to: addDays(first, 9),
    pool: rub('700.00'),
    rules,
    idempotencyKey: 'p',
    by: null,
  };
  const { id: periodId } = await proven(get(FundPeriodsService).open(period));
  names[periodId] = 'first-ten-days';
  await proven(get(FundClosing).close({ periodId, by: null }));

  // Day 22: two payouts; the bank sends one of them back.
  await untilDay(22);
  const [toAda, toCyd] = [await proven(world.approved(ada!, '3000.00')), await proven(world.approved(cyd!, '1600.00'))];
  [names[toAda.id], names[toCyd.id]] = ['ada', 'cyd'];
  const second = await proven(world.sendAll());
  const told = [{ payout: toAda }, { payout: toCyd }];
  await proven(world.bank.import({ content: aPain002(second.id, told), by: null, source: 'story' }));
  await proven(world.bank.import({ content: aCamt054([{ payout: toCyd }]), by: null, source: 'story' }));
  // By the end of the month what Bob was watched on day 12 has made good what he owes.
  await untilDay(31);

  const totals = [await balance(ada!), await balance(bob!), await balance(cyd!)];
  expect(totals).toMatchInlineSnapshot(`
    [
      "185.29 | 1220.00 | 0.00 | 3000.00",
      "102.94 | 400.00 | 0.00 | 2000.00",
      "411.77 | 1600.00 | 0.00 | 0.00",
    ]
  `);
  expect([await statement(ada!), await statement(bob!), await statement(cyd!)].join('\n\n')).toMatchInlineSnapshot(`
    "day 1   VIEW_REWARD            800.00
    day 2   PURCHASE_COMMISSION    500.00
    day 2   VIEW_REWARD             80.00
    day 3   ORDER_REWARD          3000.00
    day 4   CORRECTION            -160.00
    day 20  FUND_SHARE             185.29
    day 22  PAYOUT               -3000.00

    day 1   VIEW_REWARD            400.00
    day 2   PURCHASE_COMMISSION   2000.00
    day 9   PAYOUT               -1740.00
    day 9   TAX_WITHHELD          -260.00
    day 12  VIEW_REWARD           2000.00
    day 18  RETURN_CLAWBACK      -2000.00
    day 20  FUND_SHARE             102.94

    day 1   VIEW_REWARD           1600.00
    day 20  FUND_SHARE             411.77
    day 22  PAYOUT               -1600.00
    day 22  PAYOUT_RETURNED       1600.00"
  `);
  expect(await journalTable(world.lib, names)).toMatchInlineSnapshot(`
    "earned                    platform:rewards            ->  creator:ada:pending          800.00  RUB
    earned                    platform:rewards            ->  creator:bob:pending          400.00  RUB
    earned                    platform:rewards            ->  creator:cyd:pending         1600.00  RUB
    earned                    platform:rewards            ->  creator:bob:pending         2000.00  RUB
    earned                    platform:rewards            ->  creator:ada:pending          500.00  RUB
    earned                    platform:rewards            ->  creator:ada:pending           80.00  RUB
    earnings_released         creator:ada:pending         ->  creator:ada:available        500.00  RUB
    deposit                   bank                        ->  seller:shop:wallet          5000.00  RUB
    escrow_funded             seller:shop:wallet          ->  campaign:order:escrow       3000.00  RUB
    earned                    campaign:order:escrow       ->  creator:ada:pending         3000.00  RUB
    earnings_released         creator:ada:pending         ->  creator:ada:available       3000.00  RUB
    earnings_corrected        creator:ada:pending         ->  platform:rewards             160.00  RUB
    earnings_released         creator:bob:pending         ->  creator:bob:available       2000.00  RUB
    payout_reserved           creator:bob:available       ->  payout:bob:transit          2000.00  RUB
    payout_tax_withheld       payout:bob:transit          ->  tax:withheld                 260.00  RUB
    payout_paid               payout:bob:transit          ->  bank                        1740.00  RUB
    earned                    platform:rewards            ->  creator:bob:pending         2000.00  RUB
    earnings_released         creator:ada:pending         ->  creator:ada:available        640.00  RUB
    earnings_released         creator:bob:pending         ->  creator:bob:available        400.00  RUB
    earnings_released         creator:cyd:pending         ->  creator:cyd:available       1600.00  RUB
    earnings_released         creator:ada:pending         ->  creator:ada:available         80.00  RUB
    earnings_taken_back       creator:bob:available       ->  platform:rewards             400.00  RUB
    earnings_taken_back       creator:bob:debt            ->  platform:rewards            1600.00  RUB
    fund_funded               platform:revenue            ->  fund:newcomers:budget       1000.00  RUB
    fund_period_opened        fund:newcomers:budget       ->  fund:first-ten-days:budget   700.00  RUB
    earned                    fund:first-ten-days:budget  ->  creator:ada:pending          185.29  RUB
    earned                    fund:first-ten-days:budget  ->  creator:bob:pending          102.94  RUB
    earned                    fund:first-ten-days:budget  ->  creator:cyd:pending          411.77  RUB
    payout_reserved           creator:ada:available       ->  payout:ada:transit          3000.00  RUB
    payout_reserved           creator:cyd:available       ->  payout:cyd:transit          1600.00  RUB
    payout_paid               payout:ada:transit          ->  bank                        3000.00  RUB
    payout_paid               payout:cyd:transit          ->  bank                        1600.00  RUB
    payout_paid_reversed      bank                        ->  payout:cyd:transit          1600.00  RUB
    payout_reserved_reversed  payout:cyd:transit          ->  creator:cyd:available       1600.00  RUB
    earnings_released         creator:bob:pending         ->  creator:bob:debt            1600.00  RUB
    earnings_released         creator:bob:pending         ->  creator:bob:available        400.00  RUB"
  `);
});
