import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { currency, type HoldId, newId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from '../testing/index.js';

let world: LedgerWorld;
let [ada, bob, eve]: AccountAddress[] = [];

beforeAll(async () => {
  world = await openLedgerWorld();
});
beforeEach(async () => {
  [ada, bob, eve] = [await world.wallet('50.00'), await world.wallet('50.00'), await world.wallet()];
});
afterAll(() => world.close());

/** Runs `second` while what `first` wrote is not committed yet, and lets `first` commit when `second` waits or is done. */
async function meet<Result>(first: (tx: Tx) => Promise<unknown>, second: () => Promise<Result>) {
  let waited = false;
  let done = false;
  let meeting: Promise<PromiseSettledResult<Result>> | undefined;
  const isOver = () => done || waited;
  await world.database.transaction(async (tx) => {
    await first(tx);
    meeting = Promise.allSettled([second()]).then(([settled]) => {
      done = true;
      return settled;
    });
    while (!isOver()) {
      await sleep(5);
      const { rowCount } = await world.sql(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      waited = rowCount! > 0;
    }
  });
  return { waited, outcome: await meeting! };
}

/** Runs `work` with a function or table as it would be without one of its guards, and then puts the guard back. */
async function without(change: { from: RegExp; to: string }, work: () => Promise<void>): Promise<void> {
  const { rows: found } = await world.sql(`select pg_get_functiondef('ledger_post'::regproc) as definition`);
  const definition = found[0]!.definition as string;
  expect(definition).toMatch(change.from);
  await world.sql(definition.replace(change.from, change.to));
  try {
    await work();
  } finally {
    await world.sql(definition);
  }
}

const drift = async () => (await world.reconciliation.run()).drift.map(({ check }) => check);
const fates = (settled: readonly PromiseSettledResult<unknown>[]) => ({
  done: settled.filter(({ status }) => status === 'fulfilled').length,
  refused: settled.flatMap((each) => (each.status === 'rejected' ? [(each.reason as { reason: string }).reason] : [])),
});
const sixteen = (work: (n: number) => Promise<unknown>) =>
  Promise.allSettled(Array.from({ length: 16 }, (_, n) => work(n)));

describe('two who spend the same money', () => {
  const spendTwice = () =>
    meet(
      (tx) => world.ledger.post(tx, transfer(ada!, bob!, rub('50.00'))),
      () => world.post(transfer(ada!, eve!, rub('50.00'))),
    );

  // Proves `for no key update of balances` in ledger_post.
  it('do not both get it: the second waits for the first and finds nothing left', async () => {
    const { waited, outcome } = await spendTwice();
    expect([waited, outcome]).toMatchObject([true, { status: 'rejected', reason: { missing: rub('50.00') } }]);
    expect([await world.balance(bob!), await world.balance(eve!)]).toEqual([10_000n, 0n]);
  });

  // The same without the lock: a lost update, seen by this spec and by reconciliation.
  it('would both get it without the lock on the balance', async () => {
    const other = await openLedgerWorld();
    const kept = world;
    try {
      world = other;
      [ada, bob, eve] = [await world.wallet('50.00'), await world.wallet(), await world.wallet()];
      await without({ from: /for no key update of balances/, to: '' }, async () => {
        const { outcome } = await spendTwice();
        expect(outcome.status).toBe('fulfilled');
        expect(await drift()).toEqual(expect.arrayContaining(['balances', 'running balances']));
      });
    } finally {
      world = kept;
      await other.close();
    }
  });

  // Proves the same lock by number: 16 at once, 5 of which fit.
  it('are served as far as the money goes, however many come at once', async () => {
    const settled = await sixteen(() => world.post(transfer(ada!, eve!, rub('10.00'))));
    expect(fates(settled)).toEqual({ done: 5, refused: Array<string>(11).fill('insufficient_funds') });
    expect([await world.balance(ada!), await world.balance(eve!)]).toEqual([0n, 5_000n]);
  });
});

describe('write skew: two who each keep within the rule, and together break it', () => {
  const insertHold = (amount: number) =>
    [
      `insert into ledger_holds (id, scope, key, input_hash, account_id, currency, reference, amount, created_at)
     select uuidv7(), 'test', uuidv7()::text, sha256('x'), id, currency, 'test', ${amount}, now()
       from ledger_accounts where address = $1 and currency = 'RUB'`,
      [ada],
    ] as const;
  const reserveTwice = () =>
    meet(
      (tx) => rows(tx, ...insertHold(3_000)),
      () => world.sql(insertHold(3_000)[0], [ada]),
    );

  // Proves the constraint ledger_balances_no_overdraft: nobody here looks at the balance before.
  it('do not reserve more than there is', async () => {
    const { outcome } = await reserveTwice();
    expect(outcome).toMatchObject({ status: 'rejected', reason: { constraint: 'ledger_balances_no_overdraft' } });
    expect(await world.available(ada!)).toBe(2_000n);
  });

  it('would reserve more than there is without ledger_balances_no_overdraft', async () => {
    const { rows: found } = await world.sql(
      `select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'ledger_balances_no_overdraft'`,
    );
    await world.sql('alter table ledger_balances drop constraint ledger_balances_no_overdraft');
    try {
      expect((await reserveTwice()).outcome.status).toBe('fulfilled');
      expect(await drift()).toEqual(['overdrafts']);
    } finally {
      await world.sql(`update ledger_holds set status = 'RELEASED', released = amount, closed_at = now()
                        where status = 'OPEN'`);
      await world.sql(
        `alter table ledger_balances add constraint ledger_balances_no_overdraft ${String(found[0]!.rule)}`,
      );
    }
  });

  // Proves lockBalance in HoldsService.reserve: without it the loser is told of a constraint, not of what is missing.
  it('reserving and spending: the second is told how much is missing', async () => {
    const reserve = (tx: Tx) =>
      world.holds.reserve(tx, { address: ada!, amount: rub('30.00'), key: newId(), reference: 'test' });
    const { waited, outcome } = await meet(
      (tx) => world.ledger.post(tx, transfer(ada!, bob!, rub('30.00'))),
      () => world.database.transaction(reserve),
    );
    expect([waited, outcome]).toMatchObject([true, { status: 'rejected', reason: { missing: rub('10.00') } }]);
  });
});

describe('one key', () => {
  // Proves the constraint ledger_entries_key: who comes second waits for the first and gets its entry.
  it('posts once when it comes sixteen times at once', async () => {
    const entry = transfer(ada!, bob!, rub('10.00'));
    const settled = await sixteen((n) =>
      n % 2 ? world.ledger.postAlone(entry) : world.database.transaction((tx) => world.ledger.postMany(tx, [entry])),
    );
    expect(fates(settled).done).toBe(16);
    expect(await world.balance(ada!)).toBe(4_000n);
  });

  // Proves the lock of lockForReversal: taken out, two calls plan the same reversal and the second is refused.
  it('takes back once when it comes sixteen times at once', async () => {
    const { id } = await world.post(transfer(ada!, eve!, rub('10.00')));
    const key = newId();
    const settled = await sixteen(() => world.reverse(id, undefined, key));
    expect(fates(settled)).toEqual({ done: 16, refused: [] });
    expect(await world.balance(eve!)).toBe(0n);
  });
});

describe('never more than it was', () => {
  it('is taken back by sixteen who each take a quarter', async () => {
    const { id } = await world.post(transfer(ada!, eve!, rub('10.00')));
    const settled = await sixteen(() => world.reverse(id, rub('2.50')));
    expect(fates(settled)).toEqual({ done: 4, refused: Array<string>(12).fill('reversal_exceeds_entry') });
    expect(await world.balance(eve!)).toBe(0n);
  });

  // Proves `for no key update` on the hold, taken after the balance.
  it('is captured by sixteen who each take a half, while it is being released', async () => {
    const { id } = await world.database.transaction((tx) =>
      world.holds.reserve(tx, { address: ada!, amount: rub('10.00'), key: newId(), reference: 'test' }),
    );
    const capture = (holdId: HoldId) =>
      world.database.transaction((tx) =>
        world.holds.capture(tx, {
          ...{ holdId, key: newId(), kind: 'capture', reference: 'test' },
          to: [{ address: eve!, amount: rub('5.00') }],
        }),
      );
    const settled = await sixteen((n) =>
      n === 7 ? world.database.transaction((tx) => world.holds.release(tx, id)) : capture(id),
    );
    const paid = (await world.balance(eve!))!;
    expect([0n, 500n, 1_000n]).toContain(paid);
    const { refused } = fates(settled);
    expect(refused.length).toBeGreaterThanOrEqual(13);
    expect(refused.filter((reason) => !['hold_closed', 'hold_exceeded'].includes(reason))).toEqual([]);
    expect(await world.available(ada!)).toBe(5_000n - paid);
  });
});

describe('transactions in each other’s way', () => {
  const deadlocks = async () => {
    const { rows: found } = await world.sql(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    return found[0]!.deadlocks as number;
  };
  // Many more than connections, but no more than get one in time on a busy machine.
  const crossing = async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: 40 }, (_, n) => {
          const [from, to] = n % 2 ? [ada!, bob!] : [bob!, ada!];
          return world.post(transfer(from, to, rub('0.01')));
        }),
      );
    }
  };

  // Proves `order by accounts.id` in ledger_post. With `order by (asked.place = p_from[1]) desc`, the payer first, this
  // test counted deadlocks (which the retry of the transaction hides from callers).
  it('never wait in a circle when they pay each other', async () => {
    const before = await deadlocks();
    await crossing();
    await world.sql('select pg_stat_force_next_flush()');
    expect(await deadlocks()).toBe(before);
    expect([await world.balance(ada!), await world.balance(bob!)]).toEqual([5_000n, 5_000n]);
  });

  // Proves the retry of Database.transaction: a snapshot that has grown old cannot be written from.
  it('that cannot be serialised are tried again from the beginning', async () => {
    let attempts = 0;
    const { outcome } = await meet(
      (tx) => world.ledger.post(tx, transfer(ada!, bob!, rub('20.00'))),
      () =>
        world.database.transaction(async (tx) => {
          attempts += 1;
          await tx.query('set transaction isolation level repeatable read');
          return world.ledger.post(tx, transfer(ada!, eve!, rub('30.00')));
        }),
    );
    expect([attempts, outcome.status]).toEqual([2, 'fulfilled']);
    expect([await world.balance(ada!), await world.balance(eve!)]).toEqual([0n, 3_000n]);
  });

  // Proves that accounts without a balance row serialise nobody.
  it('do not wait for each other at the bank', async () => {
    const { waited, outcome } = await meet(
      (tx) => world.ledger.post(tx, transfer(addresses.bank, ada!, rub('1.00'))),
      () => world.post(transfer(addresses.bank, bob!, rub('1.00'))),
    );
    expect([waited, outcome.status]).toEqual([false, 'fulfilled']);
  });

  // Proves the lock of ledger_close_account on the balance rows.
  it('post nothing to an account that is just being closed', async () => {
    const { waited, outcome } = await meet(
      (tx) => world.ledger.close(tx, eve!),
      () => world.post(transfer(addresses.bank, eve!, rub('1.00'))),
    );
    expect([waited, outcome]).toMatchObject([
      true,
      { status: 'rejected', reason: { reason: 'ledger_account_closed' } },
    ]);
  });

  // Proves the advisory lock of ledger_open_accounts and ledger_close_account.
  it('open no other currency of an address that is just being closed', async () => {
    await world.post(transfer(ada!, eve!, rub('1.00')));
    await world.post(transfer(eve!, ada!, rub('1.00')));
    const { waited, outcome } = await meet(
      (tx) => world.ledger.close(tx, eve!),
      () => world.post(transfer(addresses.bank, eve!, { minor: 1n, currency: currency('USD') })),
    );
    expect([waited, outcome]).toMatchObject([
      true,
      { status: 'rejected', reason: { reason: 'ledger_account_closed' } },
    ]);
  });
});
