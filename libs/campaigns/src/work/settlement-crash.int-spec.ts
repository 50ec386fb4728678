import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AccountId, type CampaignId, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { Database, execute, rows } from '@moments/platform';
import { rub } from '@moments/testing/ledger';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compiled } from '../../../../tools/stack/paths.js';
import { type Shop, WorkWorld } from '../testing/index.js';

const orders = 4;
const places = 50;
// After so many settlements of both together one of the two workers is killed, in the middle of others.
const killsAfter = [15, 60];

let world: WorkWorld;
let shop: Shop;
const orderIds: CampaignId[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  world = await WorkWorld.open();
  shop = await world.aShop('10000.00');
  for (let index = 0; index < orders; index += 1) {
    const orderId = await world.anOrder(shop, { places, reward: rub('10.00') });
    orderIds.push(orderId);
    await world.lib.database.transaction((tx) => execute(tx, approved, [orderId, creators(), creators(), creators()]));
  }
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await world.close();
});

const creators = (): string[] => Array.from({ length: places }, () => newId());

// Work whose time has come, in all places of an order: every other moment was taken down.
const approved = `
  with creator as (
    select * from unnest($2::uuid[], $3::uuid[], $4::uuid[]) with ordinality as each (id, moment_id, engagement_id, n)),
  moment as (
    insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media, idempotency_key,
                         input_hash, created_at, updated_at, published_at, removed_at, campaign_id, disclosure, released_at)
    select moment_id, id, 'RU', 'PHOTO', case when n % 2 = 0 then 'REMOVED' else 'PUBLISHED' end, '', '{}', true, '[]',
           moment_id::text, '', now(), now(), now(), case when n % 2 = 0 then now() end, $1::uuid,
           '{"advertiser": "shop"}', now()
      from creator),
  card as (
    insert into moment_product_cards (moment_id, position, product_id, published_at)
    select creator.moment_id, 0, products.product_id, now() from creator
      join campaign_products as products on products.campaign_id = $1),
  work as (
    insert into engagements (id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, revisions_left,
                             moment_id, submitted_at, approved_at, payable_at, created_at, updated_at)
    select engagement_id, campaigns.id, campaigns.seller_id, creator.id, 'APPROVED', 1, 1000, 2, moment_id, now(), now(),
           now() - interval '1 minute', now(), now()
      from creator join campaigns on campaigns.id = $1)
  update campaigns set places_taken = places, status = 'CLOSED' where id = $1`;

function startWorker() {
  const child = spawn(process.execPath, [compiled('libs/campaigns/src/testing/settling-process')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const exited = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(world.lib.environment));
  return { child, exited, lines: createInterface({ input: child.stdout }) };
}

it('pays or returns each of 200 places exactly once, though the workers are killed again and again', async () => {
  const workers = killsAfter.map(startWorker);
  let done = 0;
  for (const { lines } of workers) {
    lines.on('line', () => {
      done += 1;
      const at = killsAfter.indexOf(done);
      if (at >= 0) workers[at]!.child.kill('SIGKILL');
    });
  }
  // Neither came to its end by itself.
  const killed = await Promise.all(workers.map(({ exited }) => exited));
  expect(killed).toEqual(killsAfter.map(() => [null, 'SIGKILL']));
  const last = startWorker();
  expect(await last.exited).toEqual([0, null]);

  const ended = await read<{ status: string; count: number }>(
    'select status, count(*)::int as count from engagements where campaign_id = any($1) group by status order by status',
  );
  const half = (orders * places) / 2;
  expect(ended).toEqual([
    { status: 'CANCELLED', count: half },
    { status: 'PAID', count: half },
  ]);
  const paid = await read<{ creatorId: AccountId; amount: string }>(
    `select creator_id as "creatorId", sum(amount)::text as amount from statement_lines where campaign_id = any($1)
      group by creator_id`,
  );
  expect(paid.map(({ amount }) => amount)).toEqual(Array.from({ length: half }, () => '1000'));
  for (const orderId of orderIds) expect(await world.minorIn(addresses.campaignEscrow(orderId))).toBe(0n);
  expect(await world.minorIn(shop.wallet)).toBe(1_000_000n - BigInt(half) * 1_000n);
  expect(await world.drift()).toEqual([]);
});

const read = <Row extends object>(sql: string): Promise<Row[]> =>
  world.app.get(Database).transaction((tx) => rows<Row>(tx, sql, [orderIds]));
