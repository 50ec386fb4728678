import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Currency, currency, type Money, newId } from '@moments/kernel';
import { addresses } from './domain/account-kinds.js';
import { journalTable, type LedgerWorld, openLedgerWorld, rub, transfer } from './testing/index.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

describe('posting', () => {
  it('moves money from one account to another, which is opened by it', async () => {
    const [ada, bob] = [await world.wallet('50.00'), addresses.creatorPending(newId())];
    await world.post(transfer(ada, bob, rub('20.00')));
    expect([await world.balance(ada), await world.balance(bob)]).toEqual([3_000n, 2_000n]);
    expect(await journalTable(world, { [ada]: 'ada', [bob]: 'bob' })).toMatchInlineSnapshot(`
"deposit   bank  ->  ada  50.00  RUB
transfer  ada   ->  bob  20.00  RUB"
`);
  });

  it('gives the first entry when the same input comes again under its key, however it comes', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
    const entry = transfer(ada, bob, rub('20.00'));
    const first = await world.post(entry);
    const again = { ...first, replayed: true };
    expect(first.replayed).toBe(false);
    expect(await world.ledger.postAlone(entry)).toEqual(again);
    expect(await world.post(entry)).toEqual(again);
    const fresh = transfer(ada, bob, rub('1.00'));
    const many = await world.database.transaction((tx) => world.ledger.postMany(tx, [entry, fresh, entry, fresh]));
    expect(many.map(({ replayed }) => replayed)).toEqual([true, false, true, true]);
    expect(many[0]).toEqual(again);
    expect(many[3]?.id).toBe(many[1]?.id);
    expect(await world.balance(bob)).toBe(2_100n);
  });

  it('refuses another input under a used key, and takes the key in another scope', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
    const entry = transfer(ada, bob, rub('20.00'));
    await world.post(entry);
    for (const other of [
      transfer(ada, bob, rub('20.01'), entry.key),
      transfer(bob, ada, rub('20.00'), entry.key),
      { ...entry, kind: 'gift' },
      { ...entry, reference: 'other' },
    ]) {
      await expect(world.post(other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
      const many = world.database.transaction((tx) => world.ledger.postMany(tx, [other]));
      await expect(many).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    }
    expect(await world.post({ ...entry, scope: 'somebody' })).toMatchObject({ replayed: false });
    expect(await world.balance(bob)).toBe(4_000n);
  });

  it('says how much is missing, to the last kopeck, and posts nothing', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
    const lacking = { code: 'INSUFFICIENT_FUNDS', address: ada, missing: rub('0.01') };
    const entry = transfer(ada, bob, rub('50.01'));
    await expect(world.post(entry)).rejects.toMatchObject(lacking);
    await expect(world.database.transaction((tx) => world.ledger.postMany(tx, [entry]))).rejects.toMatchObject(lacking);
    // Refused is not used: the key is free for what can be paid.
    await world.post(transfer(ada, bob, rub('50.00'), entry.key));
    expect([await world.balance(ada), await world.balance(bob)]).toEqual([0n, 5_000n]);
  });

  it('judges an entry by what it leaves behind: money may pass through within it', async () => {
    const [ada, bob, eve] = [await world.wallet('10.00'), await world.wallet(), await world.wallet()];
    const through = {
      ...transfer(bob, eve, rub('10.00')),
      postings: [
        { from: bob, to: eve, amount: rub('10.00') },
        { from: ada, to: bob, amount: rub('10.00') },
      ],
    };
    await world.post(through);
    expect([await world.balance(ada), await world.balance(bob), await world.balance(eve)]).toEqual([0n, 0n, 1_000n]);
    // But not from one entry to the next.
    const [first, second] = [transfer(bob, ada, rub('10.00')), transfer(eve, bob, rub('10.00'))];
    await expect(world.database.transaction((tx) => world.ledger.postMany(tx, [first, second]))).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      address: bob,
    });
    await world.database.transaction((tx) => world.ledger.postMany(tx, [second, first]));
    expect(await world.balance(ada)).toBe(1_000n);
  });

  it('refuses a bad entry among very many before it has posted the first', async () => {
    const [payer, payee] = [await world.wallet('1000.00'), await world.wallet()];
    const entries = Array.from({ length: 50_001 }, () => transfer(payer, payee, rub('0.01')));
    const bad = transfer(payer, payee, rub('0.00'));
    await world.database.transaction(async (tx) => {
      // The transaction goes on, as one may that knows what to do about it.
      await expect(world.ledger.postMany(tx, [...entries, bad])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });
    expect(await world.balance(payer)).toBe(100_000n);
  });

  it('posts thousands at once as one after the other: same balances, same statements', async () => {
    const payer = await world.wallet('1000.00');
    const payees = Array.from({ length: 50 }, () => addresses.creatorPending(newId()));
    const entries = Array.from({ length: 2_000 }, (_, n) => transfer(payer, payees[n % 50]!, rub('0.50')));
    const posted = await world.database.transaction((tx) => world.ledger.postMany(tx, entries));
    expect(new Set(posted.map(({ id }) => id)).size).toBe(2_000);
    expect(await world.balance(payer)).toBe(0n);
    const balances = await world.queries.balances(payees.map(world.inRub));
    expect(new Set(balances.map(({ balance }) => balance.minor))).toEqual(new Set([2_000n]));
    expect(await world.reconciliation.run()).toMatchObject({ ok: true, drift: [] });
  });

  it('dates no line before an earlier line of its account, though a process’ clock may lag', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
    world.clock.advance(60_000);
    const late = await world.post(transfer(ada, bob, rub('1.00')));
    world.clock.advance(-60_000);
    const lagging = await world.post(transfer(ada, bob, rub('1.00')));
    const many = await world.database.transaction((tx) => world.ledger.postMany(tx, [transfer(ada, bob, rub('1.00'))]));
    expect([lagging.at, many[0]?.at]).toEqual([late.at, late.at]);
  });
});

describe('what cannot be posted', () => {
  const bad = (minor: bigint, code = 'RUB'): Money => ({ minor, currency: code as Currency });

  it.each([
    ['zero', bad(0n), 'amount_not_positive'],
    ['a negative amount', bad(-1n), 'amount_not_positive'],
    ['19 digits', bad(10n ** 18n), 'amount_too_large'],
    ['an unknown currency', bad(1n, 'XXX'), 'unknown_currency'],
  ])('is %s', async (_, amount, reason) => {
    const [ada, bob] = [await world.wallet(), await world.wallet()];
    const entry = transfer(ada, bob, amount);
    await expect(world.post(entry)).rejects.toMatchObject({ code: 'INVALID_INPUT', reason });
    await expect(world.database.transaction((tx) => world.ledger.postMany(tx, [entry]))).rejects.toMatchObject({
      reason,
    });
  });

  it('is a transfer from an account to itself, an entry of two currencies, an entry of nothing', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
    await expect(world.post(transfer(ada, ada, rub('1.00')))).rejects.toMatchObject({ reason: 'self_transfer' });
    const entry = transfer(ada, bob, rub('1.00'));
    const mixed = [...entry.postings, { from: ada, to: bob, amount: bad(1n, 'USD') }];
    await expect(world.post({ ...entry, postings: mixed })).rejects.toMatchObject({ reason: 'mixed_currencies' });
    await expect(world.post({ ...entry, postings: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await world.balance(ada)).toBe(5_000n);
  });

  it('is more than a balance can hold, though each amount alone would fit', async () => {
    const ada = await world.wallet();
    const most = bad(10n ** 18n - 1n, 'KRW');
    for (let n = 0; n < 9; n += 1) await world.post(transfer(addresses.bank, ada, most));
    await expect(world.post(transfer(addresses.bank, ada, most))).rejects.toMatchObject({
      reason: 'balance_too_large',
    });
    const [balance] = await world.queries.balances([{ address: ada, currency: currency('KRW') }]);
    expect(balance?.balance.minor).toBe(9n * (10n ** 18n - 1n));
  });
});

describe('closing an account', () => {
  it('needs it empty, and then refuses every posting, in any currency, to and from', async () => {
    const [ada, bob] = [await world.wallet('50.00'), await world.wallet('50.00')];
    const close = () => world.database.transaction((tx) => world.ledger.close(tx, ada));
    await expect(close()).rejects.toMatchObject({ code: 'INVALID_STATE', reason: 'ledger_account_not_empty' });
    const emptying = transfer(ada, bob, rub('50.00'));
    await world.post(emptying);
    await close();
    await close();
    const closed = { code: 'INVALID_STATE', reason: 'ledger_account_closed', address: ada };
    const usd = { minor: 1n, currency: currency('USD') };
    for (const entry of [
      transfer(bob, ada, rub('1.00')),
      transfer(ada, bob, rub('1.00')),
      transfer(addresses.bank, ada, usd),
      {
        ...emptying,
        key: newId(),
        postings: [transfer(bob, ada, rub('1.00')), transfer(ada, bob, rub('1.00'))].flatMap((each) => each.postings),
      },
    ]) {
      await expect(world.post(entry)).rejects.toMatchObject(closed);
      await expect(world.database.transaction((tx) => world.ledger.postMany(tx, [entry]))).rejects.toMatchObject(
        closed,
      );
    }
    // What was posted before stays known by its key.
    expect(await world.post(emptying)).toMatchObject({ replayed: true });
  });

  // With suspense closed, money for nobody would have to be refused.
  it.each([addresses.bank, addresses.suspense])('is not for the platform’s own: %s', async (address) => {
    await expect(world.database.transaction((tx) => world.ledger.close(tx, address))).rejects.toThrow(TypeError);
  });
});
