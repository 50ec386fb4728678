import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, currency, decodeCursor, newId } from '@moments/kernel';
import { CheckpointsService } from './checkpoints/checkpoints.service.js';
import { addresses } from './domain/account-kinds.js';
import { lineCursor, type LinePosition, readLinePosition } from './reading/views.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from './testing/index.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

const balanceAt = async (address: Parameters<LedgerWorld['inRub']>[0], at: Date) =>
  (await world.queries.balancesAt([world.inRub(address)], at))[0]?.minor;

describe('a balance', () => {
  it('can be read at any past instant, what was posted at it included', async () => {
    const ada = addresses.fundBudget(newId());
    const start = world.clock.now();
    for (const amount of ['1.00', '2.00', '4.00']) {
      world.clock.advance(1_000);
      await world.post(transfer(addresses.bank, ada, rub(amount)));
    }
    const bob = await world.wallet();
    world.clock.advance(1_000);
    await world.post(transfer(ada, bob, rub('6.00')));
    const seen = [0, 999, 1_000, 1_999, 2_000, 3_000, 3_999, 4_000, 9_000].map((ms) =>
      balanceAt(ada, after(start, ms)),
    );
    expect(await Promise.all(seen)).toEqual([0n, 0n, 100n, 100n, 300n, 700n, 700n, 100n, 100n]);
  });

  it('is read for many accounts in one statement, in the order asked, with nothing for those never posted to', async () => {
    const [ada, bob, nobody] = [await world.wallet('1.00'), await world.wallet('2.00'), addresses.suspense];
    await world.post(transfer(addresses.bank, ada, { minor: 7n, currency: currency('USD') }));
    const asked = [nobody, bob, ada, bob].map(world.inRub);
    expect((await world.queries.balances(asked)).map(({ balance }) => balance.minor)).toEqual([0n, 200n, 100n, 200n]);
    const all = await world.queries.balancesOf([ada, nobody]);
    expect(all.get(ada)?.map(({ balance }) => balance)).toEqual([rub('1.00'), { minor: 7n, currency: 'USD' }]);
    expect(all.get(nobody)).toEqual([]);
  });
});

describe('a statement', () => {
  it('has every line with the balance after it, and its pages stand still while money comes and goes', async () => {
    const [ada, bob] = [await world.wallet(), await world.wallet('100.00')];
    for (let n = 1; n <= 5; n += 1) await world.post(transfer(bob, ada, rub(`${n}.00`)));
    await world.post(transfer(ada, bob, rub('1.50')));
    const seen: string[] = [];
    let position: LinePosition | undefined;
    for (let more = true; more;) {
      const [page] = await world.queries.statements([world.inRub(ada)], { limit: 2, after: position });
      seen.push(...page!.items.map(({ item }) => `${item.amount.minor} ${item.balance.minor}`));
      position = readLinePosition(decodeCursor(lineCursor(page!.items.at(-1)!.position)));
      more = page!.hasNextPage;
      await world.post(transfer(bob, ada, rub('0.01')));
    }
    expect(seen).toEqual(['-150 1350', '500 1500', '400 1000', '300 600', '200 300', '100 100']);
  });

  it('is read for several accounts in one statement; a line has the same id each time, another on the other side', async () => {
    const [ada, bob] = [await world.wallet('3.00'), await world.wallet()];
    const { id } = await world.post(transfer(ada, bob, rub('1.00')));
    const read = async () =>
      (await world.queries.statements([bob, ada, addresses.suspense].map(world.inRub), { limit: 1 })).map(({ items }) =>
        items.map(({ item }) => item),
      );
    const [ofBob, ofAda, none] = await read();
    expect(none).toEqual([]);
    expect(ofAda).toMatchObject([{ entryId: id, amount: rub('-1.00'), balance: rub('2.00'), counterparty: bob }]);
    expect(ofBob).toMatchObject([{ entryId: id, amount: rub('1.00'), balance: rub('1.00'), counterparty: ada }]);
    expect(ofAda![0]!.id).not.toBe(ofBob![0]!.id);
    expect(await read()).toEqual([ofBob, ofAda, none]);
  });

  it.each([[null], [[]], [['x', '1']], [[1, 2]], [[1, '1; drop']], [[-1, '1']], [[1.5, '1']], [[1, '1'.repeat(19)]]])(
    'has no page after %j',
    (cursor) => {
      expect(readLinePosition(cursor)).toBeUndefined();
    },
  );
});

describe('an account that keeps no balance', () => {
  const inUsd = { address: addresses.platformRevenue, currency: currency('USD') };
  const charge = async (minor: bigint) => {
    const from = addresses.bank;
    return world.post(transfer(from, inUsd.address, { minor, currency: inUsd.currency }));
  };
  const now = async () => (await world.queries.balances([inUsd]))[0]?.balance.minor;

  it('is added up, from its newest checkpoint on, to the same sum as without', async () => {
    const checkpoints = world.app.get(CheckpointsService);
    const start = world.clock.now();
    for (const minor of [1n, 2n, 4n]) {
      world.clock.advance(1_000);
      await charge(minor);
    }
    const past = () =>
      Promise.all(
        [0, 1_000, 2_000, 3_000].map(
          async (ms) => (await world.queries.balancesAt([inUsd], after(start, ms)))[0]?.minor,
        ),
      );
    expect([await now(), await past()]).toEqual([7n, [0n, 1n, 3n, 7n]]);
    // Transactions of all databases of the server are waited for: those of other test files, too.
    const waitMs = 30_000;
    expect(await checkpoints.make({ minPostings: 1_000, waitMs })).toBe(0);
    expect(await checkpoints.make({ minPostings: 3, waitMs })).toBeGreaterThan(0);
    expect([await now(), await past()]).toEqual([7n, [0n, 1n, 3n, 7n]]);
    world.clock.advance(1_000);
    await charge(8n);
    expect(await checkpoints.make({ minPostings: 1, waitMs })).toBeGreaterThan(0);
    expect([await now(), await past()]).toEqual([15n, [0n, 1n, 3n, 7n]]);
    expect(await world.reconciliation.run()).toMatchObject({ ok: true });
  });

  // Without waiting (othersEnded) the second checkpoint holds the fast posting, the slow one commits below it, and is
  // in no sum ever after: 3n instead of 5n more.
  it('loses no posting whose transaction ends after a later one', async () => {
    const checkpoints = world.app.get(CheckpointsService);
    const before = (await now())!;
    let posted = (): void => undefined;
    const isPosted = new Promise<void>((resolve) => (posted = resolve));
    let end = (): void => undefined;
    const mayEnd = new Promise<void>((resolve) => (end = resolve));
    const slow = world.database.transaction(async (tx) => {
      const amount = { minor: 2n, currency: inUsd.currency };
      await world.ledger.post(tx, transfer(addresses.bank, inUsd.address, amount));
      posted();
      await mayEnd;
    });
    await isPosted;
    await charge(3n);
    expect(await checkpoints.make({ minPostings: 1, waitMs: 100 })).toBe(0);
    const made = checkpoints.make({ minPostings: 1, waitMs: 20_000 });
    end();
    await slow;
    expect(await made).toBeGreaterThan(0);
    expect(await now()).toBe(before + 5n);
  });
});
