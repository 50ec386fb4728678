import type { INestApplicationContext } from '@nestjs/common';
import { CampaignsService, OrdersService } from '@moments/campaigns';
import { type AccountId, after, type CampaignId, currency, days, newId, parseMoney } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { anAccount, openFeature } from '@moments/testing/identity';
import { account } from '../feed/seed.js';

export const sizes = { orders: 100, places: 10, creators: 2_000 };

const rub = (amount: string) => parseMoney(amount, currency('RUB'));
const campaign = (round: number, n: string): string =>
  `('ca${10 + round}0000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The n-th order (from 0) of a round: as SQL over an expression of an integer, and as text. */
export const orderOf = campaign;
export const orderId = (round: number, n: number): CampaignId =>
  `ca${10 + round}0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as CampaignId;

const creators = [
  `insert into accounts (id, email, region, status, created_at, status_changed_at)
   select ${account('n')}, null, 'RU', 'active', now(), now() from generate_series(1, ${sizes.creators}) n`,
  `insert into profiles (id, handle, display_name, bio, created_at)
   select ${account('n')}, 'seed.' || n, 'Seed ' || n, '', now() from generate_series(1, ${sizes.creators}) n`,
];

/** 2,000 creators, and one order that was published for money: the pattern of all others. */
export async function seedOrders(app: INestApplicationContext): Promise<CampaignId> {
  const database = app.get(Database);
  for (const sql of creators) await database.pool.query(sql);
  await openFeature({ database }, 'CREATOR_ORDERS');
  const accountId: AccountId = await anAccount({ database });
  const sellerId = await aSeller({ database }, { members: [{ accountId }] });
  const wallet = addresses.sellerWallet(sellerId);
  const postings = [{ from: addresses.bank, to: wallet, amount: rub('1000000.00') }];
  await app.get(LedgerService).postAlone({ key: `bench:${newId()}`, kind: 'deposit', reference: 'bench', postings });
  const by = { accountId, region: 'RU' };
  const order = await app.get(OrdersService).create({
    ...{ by, idempotencyKey: 'bench', title: 'A film', brief: 'Show it.', admission: 'FIRST_COME' },
    ...{ productIds: [await aProduct({ database }, { sellerId })], reward: rub('100.00'), places: sizes.places },
    deadline: after(new Date(), days(30)),
  });
  await app.get(CampaignsService).publish({ by, campaignId: order.id, idempotencyKey: 'bench-publish' });
  return order.id;
}

/** 100 more orders like the pattern, with free places; nothing of them but their escrow is missing. */
export async function seedRound(app: INestApplicationContext, pattern: CampaignId, round: number): Promise<void> {
  const { pool } = app.get(Database);
  const copies = async (table: string, key: string) => {
    const { rows } = await pool.query<{ columns: string }>(
      `select string_agg(column_name, ', ') as columns from information_schema.columns
        where table_schema = 'public' and table_name = $1 and column_name <> $2`,
      [table, key],
    );
    const columns = rows[0]?.columns ?? '';
    await pool.query(
      `insert into ${table} (${key}, ${columns})
       select ${campaign(round, 'n')}, ${columns} from ${table}, generate_series(0, ${sizes.orders - 1}) n where ${key} = $1`,
      [pattern],
    );
  };
  await copies('campaigns', 'id');
  for (const table of ['campaign_terms', 'creator_order_terms', 'campaign_products'])
    await copies(table, 'campaign_id');
  await pool.query('analyze campaigns, campaign_terms, creator_order_terms, engagements, campaign_commands');
}

/** Throws unless every place of a round is taken, once. */
export async function requireNoOversell(app: INestApplicationContext, round: number): Promise<void> {
  const { rows } = await app.get(Database).pool.query<{ taken: number; engaged: number; wrong: number }>(
    `select sum(taken)::int as taken, sum(engaged)::int as engaged,
            (count(*) filter (where taken <> engaged or taken > places))::int as wrong
       from (select campaigns.places_taken as taken, campaigns.places,
                    (select count(*) from engagements where campaign_id = campaigns.id) as engaged
               from campaigns, generate_series(0, ${sizes.orders - 1}) n where campaigns.id = ${campaign(round, 'n')}) as counted`,
  );
  const all = sizes.orders * sizes.places;
  const [found] = rows;
  if (found?.taken !== all || found.engaged !== all || found.wrong !== 0) {
    throw new Error(`of ${all} places ${found?.taken} are taken by ${found?.engaged} creators`);
  }
}
