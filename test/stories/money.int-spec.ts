import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IncomingDeposits } from '@moments/catalog';
import { type CampaignId, days, type HoldId, type PayoutId, prorate, toGlobalId } from '@moments/kernel';
import { addresses, HoldsService, InsufficientFunds, LedgerQueries, type PostedEntry } from '@moments/ledger';
import { aSeller } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { MoneyWorld, rub } from './money-world.js';

/*
 * The journey of money, chapter by chapter, on the real ledger. Read it first.
 *
 * Money moves from one account to another and never appears or vanishes: all accounts together are always at zero. An
 * account is an address; `bank` is the world outside, so its balance is what the platform owes to everybody inside.
 * After each chapter the whole ledger is proven anew from its postings.
 */

let world: MoneyWorld;
let shop: ReturnType<typeof addresses.sellerWallet>;
let shopId: string;
let marina: ReturnType<typeof addresses.creatorPending>;
let marinaAvailable: ReturnType<typeof addresses.creatorAvailable>;
let timur: ReturnType<typeof addresses.creatorPending>;
let operator: Awaited<ReturnType<typeof anAccount>>;
let order: CampaignId;
let payout: PayoutId;

beforeAll(async () => {
  world = await MoneyWorld.open();
  const { database } = world.lib;
  const sellerId = world.call(await aSeller({ database }, { name: "Anna's shop" }), "Anna's shop");
  const [marinaId, timurId] = [await anAccount({ database }), await anAccount({ database })];
  world.call(marinaId, 'Marina');
  world.call(timurId, 'Timur');
  operator = await anAccount({ database }, { roles: ['OPERATOR'] });
  shopId = toGlobalId('seller', sellerId);
  shop = addresses.sellerWallet(sellerId);
  [marina, timur] = [addresses.creatorPending(marinaId), addresses.creatorPending(timurId)];
  marinaAvailable = addresses.creatorAvailable(marinaId);
  order = world.a('campaign', 'O-1');
  payout = world.a('payout', 'P-1');
});
afterEach(async () => {
  expect(await world.drift()).toEqual([]);
  world.lib.clock.advance(days(1));
});
afterAll(() => world.close());

describe('Anna’s shop tops up its wallet', () => {
  it('by a payment to the bank, which the bank tells of twice and which counts once', async () => {
    await world.deposit('D-1', { payee: shopId, amount: rub('10000.00') });
    await world.deposit('D-1', { payee: shopId, amount: rub('10000.00') });
    expect(await world.journal()).toMatchInlineSnapshot(
      `"bank → seller:Anna's shop:wallet 10 000.00 RUB (deposit D-1)"`,
    );
    expect(await world.balances(shop, addresses.bank)).toMatchInlineSnapshot(`
      "seller:Anna's shop:wallet 10 000.00 RUB
      bank -10 000.00 RUB"
    `);
  });

  it('and by another whose payer has misspelt the payee: it waits until an operator finds whose it is', async () => {
    const { id } = await world.deposit('D-2', { payee: 'Ana shop', amount: rub('500.00') });
    expect(await world.balances(addresses.suspense)).toMatchInlineSnapshot(`"suspense 500.00 RUB"`);
    await world.lib.app
      .get(IncomingDeposits)
      .assign({ depositId: id, payeeId: shopId, idempotencyKey: 'found', by: operator });
    expect(await world.journal()).toMatchInlineSnapshot(`
      "bank → suspense 500.00 RUB (deposit to suspense D-2)
      suspense → seller:Anna's shop:wallet 500.00 RUB (deposit assigned D-2)"
    `);
  });
});

describe('The shop orders a film of its scarf', () => {
  let hold: HoldId;

  it('while the order is looked at, its price is reserved: still in the wallet, but nobody can spend it', async () => {
    const reserved = await world.lib.database.transaction((tx) =>
      world.lib.app
        .get(HoldsService)
        .reserve(tx, { address: shop, amount: rub('9000.00'), key: 'order', reference: `campaign:${order}` }),
    );
    hold = reserved.id;
    const tooMuch = { kind: 'promotion', reference: 'promotion:1', from: shop, to: addresses.platformRevenue };
    await expect(world.post({ ...tooMuch, amount: rub('1500.01') })).rejects.toThrow(InsufficientFunds);
    expect(await world.journal()).toBe('');
    expect(await world.balances(shop)).toMatchInlineSnapshot(
      `"seller:Anna's shop:wallet 10 500.00 RUB (reserved 9 000.00 RUB)"`,
    );
  });

  it('once it is published, the price is in escrow: the shop cannot take it back, the creators know that it is there', async () => {
    await world.lib.database.transaction((tx) =>
      world.lib.app.get(HoldsService).capture(tx, {
        holdId: hold,
        key: 'order:published',
        kind: 'order_published',
        reference: `campaign:${order}`,
        to: [{ address: addresses.campaignEscrow(order), amount: rub('9000.00') }],
      }),
    );
    expect(await world.journal()).toMatchInlineSnapshot(
      `"seller:Anna's shop:wallet → campaign:O-1:escrow 9 000.00 RUB (order published O-1)"`,
    );
    expect(await world.balances(shop, addresses.campaignEscrow(order))).toMatchInlineSnapshot(`
      "seller:Anna's shop:wallet 1 500.00 RUB
      campaign:O-1:escrow 9 000.00 RUB"
    `);
  });
});

describe('Marina and Timur have made the film', () => {
  let reward: PostedEntry;

  it('and share the reward two to one, to the last kopeck; the platform takes its fee', async () => {
    const [toMarina, toTimur] = prorate(rub('8000.00'), [2n, 1n]);
    const step = { kind: 'order_reward', reference: `campaign:${order}`, from: addresses.campaignEscrow(order) };
    reward = await world.post(
      { ...step, to: marina, amount: toMarina! },
      { ...step, to: timur, amount: toTimur! },
      { ...step, to: addresses.platformRevenue, amount: rub('400.00') },
    );
    expect(await world.journal()).toMatchInlineSnapshot(`
      "campaign:O-1:escrow → creator:Marina:pending 5 333.33 RUB (order reward O-1)
      campaign:O-1:escrow → creator:Timur:pending 2 666.67 RUB (order reward O-1)
      campaign:O-1:escrow → platform:revenue 400.00 RUB (order reward O-1)"
    `);
    expect(reward.replayed).toBe(false);
  });

  it('a buyer sends a scarf back: a part of the reward goes back the way it came', async () => {
    await world.reverse(reward, { kind: 'reward_taken_back', reference: `campaign:${order}`, amount: rub('840.00') });
    expect(await world.journal()).toMatchInlineSnapshot(`
      "creator:Marina:pending → campaign:O-1:escrow 533.33 RUB (reward taken back O-1)
      creator:Timur:pending → campaign:O-1:escrow 266.67 RUB (reward taken back O-1)
      platform:revenue → campaign:O-1:escrow 40.00 RUB (reward taken back O-1)"
    `);
  });

  it('what is left is hers to take when nothing can be sent back any more', async () => {
    const step = { kind: 'reward_confirmed', reference: `campaign:${order}` };
    await world.post({ ...step, from: marina, to: marinaAvailable, amount: await world.moneyIn(marina) });
    expect(await world.journal()).toMatchInlineSnapshot(
      `"creator:Marina:pending → creator:Marina:available 4 800.00 RUB (reward confirmed O-1)"`,
    );
    expect(await world.balances(marina, marinaAvailable)).toMatchInlineSnapshot(`
      "creator:Marina:pending 0.00 RUB
      creator:Marina:available 4 800.00 RUB"
    `);
  });

  it('and what nobody earned goes back to the shop: the order is done, its escrow is closed', async () => {
    const escrow = addresses.campaignEscrow(order);
    const step = { kind: 'order_closed', reference: `campaign:${order}` };
    await world.post({ ...step, from: escrow, to: shop, amount: await world.moneyIn(escrow) });
    await world.lib.database.transaction((tx) => world.ledger.close(tx, escrow));
    expect(await world.journal()).toMatchInlineSnapshot(
      `"campaign:O-1:escrow → seller:Anna's shop:wallet 1 440.00 RUB (order closed O-1)"`,
    );
    expect(await world.balances(shop, escrow)).toMatchInlineSnapshot(`
      "seller:Anna's shop:wallet 2 940.00 RUB
      campaign:O-1:escrow 0.00 RUB"
    `);
  });
});

describe('Marina is paid', () => {
  const transit = () => addresses.payoutTransit(payout);
  let reserved: PostedEntry;
  let taxed: PostedEntry;
  let sent: PostedEntry;

  it('what she asked for leaves her balance at once, the tax is kept, the rest goes to her bank', async () => {
    const step = { reference: `payout:${payout}` };
    reserved = await world.post({
      ...step,
      kind: 'payout_reserved',
      from: marinaAvailable,
      to: transit(),
      amount: rub('2000.00'),
    });
    taxed = await world.post({
      ...step,
      kind: 'tax_withheld',
      from: transit(),
      to: addresses.taxWithheld,
      amount: rub('260.00'),
    });
    sent = await world.post({
      ...step,
      kind: 'payout_sent',
      from: transit(),
      to: addresses.bank,
      amount: rub('1740.00'),
    });
    expect(await world.journal()).toMatchInlineSnapshot(`
      "creator:Marina:available → payout:P-1:transit 2 000.00 RUB (payout reserved P-1)
      payout:P-1:transit → tax:withheld 260.00 RUB (tax withheld P-1)
      payout:P-1:transit → bank 1 740.00 RUB (payout sent P-1)"
    `);
    expect(await world.balances(marinaAvailable, transit(), addresses.taxWithheld)).toMatchInlineSnapshot(`
      "creator:Marina:available 2 800.00 RUB
      payout:P-1:transit 0.00 RUB
      tax:withheld 260.00 RUB"
    `);
  });

  it('and her bank sends it back, for the account is closed: every step is undone by a step, none is struck out', async () => {
    const step = { kind: 'payout_returned', reference: `payout:${payout}` };
    for (const entry of [sent, taxed, reserved]) await world.reverse(entry, step);
    expect(await world.journal()).toMatchInlineSnapshot(`
      "bank → payout:P-1:transit 1 740.00 RUB (payout returned P-1)
      tax:withheld → payout:P-1:transit 260.00 RUB (payout returned P-1)
      payout:P-1:transit → creator:Marina:available 2 000.00 RUB (payout returned P-1)"
    `);
    expect(await world.balances(marinaAvailable, transit(), addresses.taxWithheld)).toMatchInlineSnapshot(`
      "creator:Marina:available 4 800.00 RUB
      payout:P-1:transit 0.00 RUB
      tax:withheld 0.00 RUB"
    `);
  });
});

describe('In the end', () => {
  it('all that the platform owes inside is what the bank has got from outside', async () => {
    const everybody = [shop, marina, marinaAvailable, timur, addresses.platformRevenue, addresses.suspense];
    expect(await world.balances(addresses.bank, ...everybody)).toMatchInlineSnapshot(`
      "bank -10 500.00 RUB
      seller:Anna's shop:wallet 2 940.00 RUB
      creator:Marina:pending 0.00 RUB
      creator:Marina:available 4 800.00 RUB
      creator:Timur:pending 2 400.00 RUB
      platform:revenue 360.00 RUB
      suspense 0.00 RUB"
    `);
  });

  it('the shop reads in its statement where every kopeck went, newest first, each with the balance after it', async () => {
    const asked = [{ address: shop, currency: rub('0').currency }];
    const [statement] = await world.lib.app.get(LedgerQueries).statements(asked, { limit: 50 });
    const lines = statement!.items.map(({ item }) => `${item.kind} ${item.amount.minor} → ${item.balance.minor}`);
    expect(lines).toMatchInlineSnapshot(`
      [
        "order_closed 144000 → 294000",
        "order_published -900000 → 150000",
        "deposit_assigned 50000 → 1050000",
        "deposit 1000000 → 1000000",
      ]
    `);
  });
});
