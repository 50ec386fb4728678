import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, addDays, type BusinessDay, businessDayOf, newId, startOfBusinessDay } from '@moments/kernel';
import { execute } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { rub } from '@moments/testing/ledger';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { RewardsModule } from '../rewards.module.js';
import { someRules } from '../testing/some-rules.js';
import { StrikesForTests } from '../testing/strikes-for-tests.js';
import { RewardSimulations } from './simulation.service.js';

let world: LibWorld;
let day: BusinessDay;
const ada: AccountId = newId<'account'>();
const bob: AccountId = newId<'account'>();

const sql = (text: string, parameters: unknown[]) => world.database.transaction((tx) => execute(tx, text, parameters));
const frozen = (creatorId: AccountId, qualified: number, on = day) =>
  sql(
    `insert into reward_facts (day, creator_id, moment_id, length_ms, qualified, completed, openers, buyers, open_strikes)
     values ($1, $2, $3, 20000, $4, $4, 0, 0, 0)`,
    [on, creatorId, newId<'moment'>(), qualified],
  );

/** One unit for so much, which has earned so much by the policy of then; or is none of a policy’s business. */
async function bought(creatorId: AccountId, priceMinor: number, recorded: number, byPolicy = true): Promise<void> {
  const [lineId, attributionId, momentId] = [newId<'purchaseLine'>(), newId<'attribution'>(), newId<'moment'>()];
  const productId = await aProduct(world, { category: ['Clothes', 'Shoes'] });
  const at = startOfBusinessDay(day);
  await sql(
    'insert into purchase_lines (id, order_id, line_id, created_at) values ($1::uuid, $1::uuid::text, $1::uuid::text, $2)',
    [lineId, at],
  );
  await sql(
    `insert into attributions (id, line_id, click_id, opener_id, moment_id, creator_id, clicked_at, product_id, seller_id,
       purchased_at, bought, kept, currency, unit_price_minor, state, owed, trail, created_at, updated_at)
     values ($1, $2, $3, $3, $4, $5, $6, $7, $3, $6, 1, 1, 'RUB', $8, 'PENDING', 1, '[]', $6, $6)`,
    [attributionId, lineId, newId(), momentId, creatorId, at, productId, priceMinor],
  );
  await sql(
    `insert into purchase_rewards (attribution_id, creator_id, moment_id, purchased_on, version, currency, recorded,
       by_policy, updated_at)
     values ($1, $2, $3, $4, 1, 'RUB', $5, $6, $7)`,
    [attributionId, creatorId, momentId, day, recorded, byPolicy, at],
  );
}

beforeAll(async () => {
  world = await openLibWorld([StrikesForTests, RewardsModule]);
  day = addDays(businessDayOf(world.clock.now()), -5);
  for (const on of [day, addDays(day, 1)]) {
    await sql(
      `insert into reward_days (day, status, policy_version, currency, started_at, closed_at)
       values ($1, 'CLOSED', 1, 'RUB', now(), now())`,
      [on],
    );
  }
  await frozen(ada, 1_000);
  await frozen(ada, 2_000, addDays(day, 1));
  await frozen(bob, 1_000);
  await bought(bob, 100_000, 2_500);
  // What an order pays for, or what a stranger sold.
  await bought(newId<'account'>(), 900_000, 0, false);
});
afterAll(() => world.close());

const simulate = (changes: object = {}, to = addDays(day, 1)) =>
  world.app.get(RewardSimulations).simulate({ rules: { ...someRules, ...changes }, from: day, to });

describe('a simulation', () => {
  it('computes views, and purchases that a policy pays for, as they would be paid, beside what they brought', async () => {
    expect(await simulate()).toEqual({
      creators: 2,
      // 20.00 for 1,000 views; watched to the end × 1.5 by the draft, × 1.2 as it was. 5 % of shoes instead of 2.5 %.
      total: rub('170.00'),
      current: rub('121.00'),
      biggestChanges: [
        { creatorId: bob, current: rub('49.00'), simulated: rub('80.00') },
        { creatorId: ada, current: rub('72.00'), simulated: rub('90.00') },
      ],
    });
  });

  it('cuts each day to the draft’s budget', async () => {
    const caps = { momentPerDayMinor: 3_000, creatorPerDayMinor: 3_000 };
    const { total } = await simulate({ caps, budget: { perDayMinor: 3_001 } });
    // 30.01 of 60.00 on the first day, 30.00 of a capped 60.00 on the second, and 50.00 for the purchase.
    expect(total).toEqual(rub('110.01'));
  });

  it('writes nothing, and says when a day is not closed', async () => {
    await expect(simulate({}, addDays(day, 2))).rejects.toMatchObject({ params: { openDays: 1 } });
    await expect(simulate({ currency: 'USD' })).rejects.toThrow('rules.currency');
    const { rows } = await world.database.pool.query('select from reward_policies where version > 1');
    expect(rows).toEqual([]);
  });
});
