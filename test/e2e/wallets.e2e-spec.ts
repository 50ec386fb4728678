import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, toGlobalId } from '@moments/kernel';
import { type AccountAddress, addresses, HoldsService, LedgerService } from '@moments/ledger';
import { Database } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { rub } from '@moments/testing/ledger';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson } from '../support/person.js';
import { ownStatementsOf } from '../support/statements.js';

let gateway: TestGateway;
let database: Database;
beforeAll(async () => {
  gateway = await startGateway();
  ({ database } = gateway);
});
afterAll(() => gateway.close());

interface Wallet {
  available: { amount: string; currency: string };
  reserved: { amount: string; currency: string };
  entries: {
    edges: {
      cursor: string;
      node: { id: string; amount: { amount: string }; balance: { amount: string }; description: string };
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const walletFields = `available { amount currency } reserved { amount currency }
  entries(first: $first, after: $after) {
    edges { cursor node { id at amount { amount } balance { amount } description } } pageInfo { hasNextPage endCursor } }`;

const pay = (from: AccountAddress, to: AccountAddress, amount: string, kind = 'deposit') =>
  gateway.app.get(LedgerService).postAlone({
    key: `test:${newId()}`,
    kind,
    reference: 'test',
    postings: [{ from, to, amount: rub(amount) }],
  });

async function myWallet(token: string, variables: { first?: number; after?: string | null } = {}, language = 'en') {
  const document = `query ($first: Int = 10, $after: String) { me { wallet { ${walletFields} } } }`;
  const headers = { 'accept-language': language };
  const { data, errors } = await gateway.query<{ me: { wallet: Wallet } }>(document, variables, { token, headers });
  expect(errors).toBeUndefined();
  return data!.me.wallet;
}

const amounts = ({ entries }: Wallet) =>
  entries.edges.map(({ node }) => `${node.amount.amount} → ${node.balance.amount}`);

describe('one’s own wallet', () => {
  it('that was never used is empty, and looking at it opens nothing', async () => {
    const { token } = await aPerson(gateway);
    const count = async () => (await database.pool.query('select from ledger_accounts')).rowCount;
    const before = await count();
    expect(await myWallet(token)).toEqual({
      available: { amount: '0.00', currency: 'RUB' },
      reserved: { amount: '0.00', currency: 'RUB' },
      entries: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    });
    expect(await count()).toBe(before);
  });

  it('tells what can be spent, what is reserved, and every movement with the balance after it, newest first', async () => {
    const { accountId, token } = await aPerson(gateway);
    const wallet = addresses.accountWallet(accountId);
    await pay(addresses.bank, wallet, '100.00');
    await pay(wallet, addresses.platformRevenue, '30.00', 'promotion_charged');
    await database.transaction((tx) =>
      gateway.app
        .get(HoldsService)
        .reserve(tx, { address: wallet, amount: rub('20.00'), key: `hold:${accountId}`, reference: 'test' }),
    );
    const seen = await myWallet(token);
    expect(seen).toMatchObject({ available: { amount: '50.00' }, reserved: { amount: '20.00' } });
    expect(amounts(seen)).toEqual(['-30.00 → 70.00', '100.00 → 100.00']);
    expect(seen.entries.edges.map(({ node }) => node.description)).toEqual([
      'promotion charged',
      'Top-up from the bank',
    ]);
    const inRussian = await myWallet(token, {}, 'ru');
    expect(inRussian.entries.edges[1]!.node.description).toBe('Пополнение из банка');
  });

  it('is paged without a gap or a repetition while money comes in', async () => {
    const { accountId, token } = await aPerson(gateway);
    const wallet = addresses.accountWallet(accountId);
    for (const amount of ['1.00', '2.00', '3.00', '4.00', '5.00']) await pay(addresses.bank, wallet, amount);
    const first = await myWallet(token, { first: 2 });
    await pay(addresses.bank, wallet, '6.00');
    const second = await myWallet(token, { first: 2, after: first.entries.pageInfo.endCursor });
    const last = await myWallet(token, { first: 2, after: second.entries.pageInfo.endCursor });
    expect([first, second, last].flatMap(amounts)).toEqual([
      '5.00 → 15.00',
      '4.00 → 10.00',
      '3.00 → 6.00',
      '2.00 → 3.00',
      '1.00 → 1.00',
    ]);
    expect([first, second, last].map(({ entries }) => entries.pageInfo.hasNextPage)).toEqual([true, true, false]);
    const ids = [first, second, last].flatMap(({ entries }) => entries.edges.map(({ node }) => node.id));
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^wle_[0-9a-f]{32}$/);
  });

  it('refuses a cursor of another list', async () => {
    const { token } = await aPerson(gateway);
    const document = '{ me { wallet { entries(after: "bm9uZQ") { edges { cursor } } } } }';
    const { errors } = await gateway.query(document, {}, { token });
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });

  it('holds each currency apart', async () => {
    const { token } = await aPerson(gateway);
    const { data } = await gateway.query(
      '{ me { roubles: wallet { available { currency } } lira: wallet(currency: "TRY") { available { amount currency } } } }',
      {},
      { token },
    );
    expect(data).toEqual({
      me: { roubles: { available: { currency: 'RUB' } }, lira: { available: { amount: '0.00', currency: 'TRY' } } },
    });
  });
});

describe('the wallet of a seller', () => {
  it('is shown to those who act for it and to nobody else', async () => {
    const [member, stranger] = [await aPerson(gateway), await aPerson(gateway)];
    const sellerId = await aSeller({ database }, { name: 'Anna’s shop', members: [{ accountId: member.accountId }] });
    const otherId = await aSeller({ database });
    await pay(addresses.bank, addresses.sellerWallet(sellerId), '1000.00');
    const ids = [sellerId, otherId].map((id) => toGlobalId('seller', id));
    const document = `query ($ids: [ID!]!) {
      me { seller { id name badges wallet { available { amount } } } }
      nodes(ids: $ids) { ... on Seller { name wallet { available { amount } entries { edges { node { amount { amount } } } } } } } }`;

    const seen = await gateway.query(document, { ids }, { token: member.token });
    expect(seen.errors).toBeUndefined();
    expect(seen.data).toEqual({
      me: { seller: { id: ids[0], name: 'Anna’s shop', badges: [], wallet: { available: { amount: '1000.00' } } } },
      nodes: [
        {
          name: 'Anna’s shop',
          wallet: {
            available: { amount: '1000.00' },
            entries: { edges: [{ node: { amount: { amount: '1000.00' } } }] },
          },
        },
        { name: 'A seller', wallet: null },
      ],
    });
    const other = await gateway.query(document, { ids }, { token: stranger.token });
    expect(other.data).toEqual({
      me: { seller: null },
      nodes: [
        { name: 'Anna’s shop', wallet: null },
        { name: 'A seller', wallet: null },
      ],
    });
    const anonymous = await gateway.query(document, { ids });
    expect(anonymous.data).toMatchObject({ me: null, nodes: [{ wallet: null }, { wallet: null }] });
  });

  it('costs the same statements for twenty sellers as for two', async () => {
    const { accountId, token } = await aPerson(gateway);
    const mine = await aSeller({ database }, { members: [{ accountId }] });
    const others = await Promise.all(Array.from({ length: 19 }, () => aSeller({ database })));
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Seller { name wallet { available { amount } reserved { amount } } } } }`;
    const ask = (sellers: typeof others) =>
      ownStatementsOf(() => gateway.query(document, { ids: sellers.map((id) => toGlobalId('seller', id)) }, { token }));
    const few = await ask([mine, others[0]!]);
    const many = await ask([mine, ...others]);
    expect(few).not.toEqual([]);
    expect(many).toEqual(few);
  });
});
