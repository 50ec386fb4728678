import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { businessDayOf, days, after } from '@moments/kernel';
import { planOf } from '@moments/testing/platform';
import { execute } from '@moments/platform';
import { WorkWorld } from '../testing/index.js';
import {
  campaignsWithoutCommission,
  dueEngagements,
  engagementsDueSoon,
  noId,
  uncheckedEngagements,
} from './due.store.js';

const many = 20_000;
let world: WorkWorld;

// Years of ended work, thousands that are under way, and a few whose time has come.
beforeAll(async () => {
  world = await WorkWorld.open();
  const order = await world.anOrder(await world.aShop('1000000.00'));
  await world.lib.database.transaction(async (tx) => {
    await execute(
      tx,
      `insert into engagements (id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, revisions_left,
         due_at, review_due_at, payable_at, created_at, updated_at, ended_at)
       select uuidv7(), campaigns.id, campaigns.seller_id, uuidv7(), made.status, 1, 1, 2, made.at, made.at, made.at, $2, $2,
              case when made.status = 'PAID' then $2::timestamptz end
         from campaigns, lateral (
           select (array['PAID', 'ACCEPTED', 'PAID', 'SUBMITTED', 'PAID', 'APPROVED', 'PAID'])[1 + n % 7] as status,
                  $2::timestamptz + case when n % 1000 < 7 then -1 else 30 end * interval '1 day' as at
             from generate_series(1, ${many}) as n) as made
        where campaigns.id = $1`,
      [order, world.lib.clock.now()],
    );
    await execute(
      tx,
      `insert into publication_checks (engagement_id, day, outcome, checked_at)
       select id, $1::date, 'KEPT', $2 from engagements where status = 'APPROVED'`,
      [businessDayOf(world.lib.clock.now()), world.lib.clock.now()],
    );
  });
  const connection = await world.lib.database.pool.connect();
  try {
    await connection.query('analyze campaigns, engagements, publication_checks, engagement_reminders');
  } finally {
    connection.release();
  }
});
afterAll(() => world.close());

const mostRead = async (work: () => Promise<unknown>): Promise<number> =>
  Math.max(...(await planOf(world.lib.database, work)).map(({ rowsRead }) => rowsRead));

async function all(): Promise<number> {
  let found = 0;
  for await (const ids of dueEngagements(world.lib.database, world.lib.clock.now(), 7)) found += ids.length;
  return found;
}

describe('a sweep of a minute', () => {
  it('finds everything that is due, page by page, and looks at little else', async () => {
    const now = world.lib.clock.now();
    const due = (
      await world.lib.database.read<{ count: number }>(
        {
          name: 'test.due',
          text: `select count(*)::int as count from engagements where due_at <= $1 and status <> 'PAID'`,
        },
        [now],
      )
    )[0]!.count;
    expect(due).toBeGreaterThan(30);
    expect(await all()).toBe(due);
    expect(await mostRead(all)).toBeLessThan(20);
  });

  it('looks at nobody who is not reminded now', async () => {
    const now = world.lib.clock.now();
    const window = { from: now, until: after(now, days(1)), limit: 500 };
    expect(await mostRead(() => engagementsDueSoon(world.lib.database, window))).toBeLessThan(10);
  });
});

describe('the daily look', () => {
  it('takes those who are approved from an index, however many have ended', async () => {
    const day = businessDayOf(world.lib.clock.now());
    const page = { after: noId as Parameters<typeof uncheckedEngagements>[2]['after'], limit: 500 };
    expect(await mostRead(() => uncheckedEngagements(world.lib.database, day, page))).toBeLessThan(many / 6);
  });

  it('looks at no campaign whose commission goes on', async () => {
    const before = after(world.lib.clock.now(), -days(90));
    expect(await mostRead(() => campaignsWithoutCommission(world.lib.database, before, 500))).toBeLessThan(10);
  });
});
