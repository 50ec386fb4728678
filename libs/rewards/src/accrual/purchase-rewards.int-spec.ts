import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AttributionModule, CommissionAgreements } from '@moments/attribution';
import { IdentityModule } from '@moments/identity';
import {
  type AccountId,
  type BusinessDay,
  businessDayOf,
  currency,
  days,
  formatAmount,
  type Money,
  newId,
  parseMoney,
} from '@moments/kernel';
import { ReconciliationService } from '@moments/ledger';
import { EarningsReleases, StatementsQueries } from '@moments/payouts';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import fc from 'fast-check';
import { recompute } from '../policy/domain/basis.js';
import { RewardsModule } from '../rewards.module.js';
import { earningFrom, StrikesForTests } from '../testing/index.js';
import type { PurchaseNews } from './domain/purchase-news.js';
import { PurchaseRewards } from './purchase-rewards.service.js';

let world: LibWorld;
let creatorId: AccountId;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, AttributionModule, StrikesForTests, RewardsModule]);
});
afterAll(() => world.close());
beforeEach(async () => {
  creatorId = newId<'account'>();
  await earningFrom(world, [creatorId], '2026-01-01' as BusinessDay);
});

const rub = (amount: string): Money => parseMoney(amount, currency('RUB'));
const purchase = (): Omit<PurchaseNews, 'version' | 'owed' | 'confirms'> => ({
  attributionId: newId(),
  momentId: newId(),
  productId: newId(),
  creatorId,
  purchasedAt: world.clock.now(),
  purchasedOn: businessDayOf(world.clock.now()),
});
const settle = (news: PurchaseNews) => world.app.get(PurchaseRewards).settle(news);
const release = async (): Promise<void> => {
  while ((await world.app.get(EarningsReleases).releaseDue(100)) > 0);
};
const balance = async () => {
  const found = (await world.app.get(StatementsQueries).balanceOf([creatorId])).get(creatorId)!;
  return [formatAmount(found.pending), formatAmount(found.available)];
};
const lines = async () => {
  const page = await world.app.get(StatementsQueries).ofCreator(creatorId, {}, { limit: 100 });
  for (const { item } of page.items) expect(recompute(item.basis)).toEqual(item.amount);
  return page.items.map(({ item }) => `${item.kind} ${formatAmount(item.amount)}`).toReversed();
};
const clean = async () => {
  expect((await world.app.get(ReconciliationService).run()).drift).toEqual([]);
};

describe('the commission on a purchase', () => {
  it('is pending until the purchase is confirmed, however late', async () => {
    const bought = purchase();
    await settle({ ...bought, version: 1, owed: rub('1000.00'), confirms: false });
    world.clock.advance(days(200));
    await release();
    expect(await balance()).toEqual(['50.00', '0.00']);
    await settle({ ...bought, version: 2, owed: rub('1000.00'), confirms: true });
    await release();
    expect(await balance()).toEqual(['0.00', '50.00']);
    expect(await lines()).toEqual(['PURCHASE_COMMISSION 50.00']);
    await clean();
  });

  it('goes back in proportion to what comes back, out of what is pending or what is available', async () => {
    const bought = purchase();
    await settle({ ...bought, version: 1, owed: rub('3000.00'), confirms: false });
    await settle({ ...bought, version: 2, owed: rub('2000.00'), confirms: false });
    expect(await balance()).toEqual(['100.00', '0.00']);
    await settle({ ...bought, version: 3, owed: rub('2000.00'), confirms: true });
    await release();
    await settle({ ...bought, version: 4, owed: rub('0.00'), confirms: false });
    expect(await balance()).toEqual(['0.00', '0.00']);
    expect(await lines()).toEqual(['PURCHASE_COMMISSION 150.00', 'RETURN_CLAWBACK -50.00', 'RETURN_CLAWBACK -100.00']);
    await clean();
  });

  it('of creators who did not earn on that day, of what an order pays for, and in another currency, is nothing', async () => {
    const early = { ...purchase(), purchasedOn: '2025-12-31' as BusinessDay };
    await settle({ ...early, version: 1, owed: rub('1000.00'), confirms: false });
    const covered = purchase();
    await world.database.transaction((tx) =>
      world.app.get(CommissionAgreements).agree(tx, {
        ...{ momentId: covered.momentId, productId: covered.productId, campaignId: newId(), bps: 500 },
        from: covered.purchasedAt,
      }),
    );
    await settle({ ...covered, version: 1, owed: rub('1000.00'), confirms: true });
    const abroad = purchase();
    const lira = { minor: 100_000n, currency: currency('TRY') };
    await settle({ ...abroad, version: 1, owed: lira, confirms: true });
    const paid = purchase();
    await settle({ ...paid, version: 1, owed: rub('0.00'), confirms: false });
    expect(await lines()).toEqual([]);
    const { rows } = await world.database.pool.query<{ id: string; by: boolean }>(
      'select attribution_id as id, by_policy as by from purchase_rewards where attribution_id = any($1)',
      [[early, covered, abroad, paid].map(({ attributionId }) => attributionId)],
    );
    const byPolicy = new Map(rows.map(({ id, by }) => [id, by]));
    expect([early, covered, abroad, paid].map(({ attributionId }) => byPolicy.get(attributionId))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('is available once what was owed is confirmed, though that is heard after a return, or alone', async () => {
    const bought = purchase();
    const attributed = { ...bought, version: 1, owed: rub('3000.00'), confirms: false };
    const confirmed = { ...attributed, version: 2, confirms: true };
    const returned = { ...bought, version: 3, owed: rub('1000.00'), confirms: false };
    const orders = [
      ...[
        [attributed, confirmed, returned],
        [attributed, returned, confirmed],
        [confirmed, attributed, returned],
      ],
      ...[
        [confirmed, returned, attributed],
        [returned, attributed, confirmed],
        [returned, confirmed, attributed],
      ],
    ];
    for (const order of orders) {
      creatorId = newId<'account'>();
      await earningFrom(world, [creatorId], '2026-01-01' as BusinessDay);
      const attributionId = newId<'attribution'>();
      for (const news of order) await settle({ ...news, creatorId, attributionId });
      await release();
      expect(await balance()).toEqual(['0.00', '50.00']);
    }
    await clean();
  });

  it('stays pending for what was added after a confirmation, also when that is heard first', async () => {
    const bought = purchase();
    await settle({ ...bought, version: 3, owed: rub('3000.00'), confirms: false });
    await settle({ ...bought, version: 2, owed: rub('1000.00'), confirms: true });
    await release();
    expect(await balance()).toEqual(['150.00', '0.00']);
    await clean();
  });

  it('comes to the same in whatever order and however often the news is heard', async () => {
    const owed = fc.array(fc.constantFrom('0.00', '33.33', '100.00', '999.99', '1000.00'), {
      minLength: 1,
      maxLength: 5,
    });
    const order = fc.array(fc.nat({ max: 4 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(owed, order, fc.nat({ max: 5 }), async (amounts, told, confirmedAt) => {
        creatorId = newId<'account'>();
        await earningFrom(world, [creatorId], '2026-01-01' as BusinessDay);
        const bought = purchase();
        const news = amounts.map((amount, n): PurchaseNews => ({
          ...bought,
          version: n + 1,
          owed: rub(amount),
          confirms: n === confirmedAt,
        }));
        const heard = [...told.map((n) => news[n % news.length]!), ...news.toReversed()];
        for (const each of heard) await settle(each);
        await release();
        const last = rub(amounts.at(-1)!).minor;
        const [pending = '', available = ''] = await balance();
        expect(rub(pending).minor + rub(available).minor).toBe((last * 500n) / 10_000n);
        await lines();
      }),
      { numRuns: 30 },
    );
    await clean();
  });
});
