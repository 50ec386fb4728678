import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { currency, type Money, newId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { type AccountAddress, addresses } from './domain/account-kinds.js';
import type { JournalEntry } from './domain/journal-entry.js';
import { LedgerModule } from './ledger.module.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';
import { aWallet, journalTable, rub } from './testing/index.js';

let world: LibWorld;
let ledger: LedgerService;
let queries: LedgerQueries;

beforeAll(async () => {
  world = await openLibWorld([LedgerModule]);
  [ledger, queries] = [world.app.get(LedgerService), world.app.get(LedgerQueries)];
});
afterAll(() => world.close());

const transfer = (from: AccountAddress, to: AccountAddress, amount: Money, key: string = newId()): JournalEntry => ({
  key,
  kind: 'transfer',
  reference: 'test',
  postings: [{ from, to, amount }],
});
const post = (entry: JournalEntry) => world.database.transaction((tx) => ledger.post(tx, entry));
const balanceOf = async (address: AccountAddress) =>
  (await queries.balances([{ address, currency: currency('RUB') }]))[0]?.balance.minor;

describe('posting', () => {
  it('moves money from one account to another, which is opened by it', async () => {
    const ada = await aWallet(world, rub('50.00'));
    const bob = addresses.creatorPending(newId());
    await post(transfer(ada, bob, rub('20.00')));
    expect([await balanceOf(ada), await balanceOf(bob)]).toEqual([3_000n, 2_000n]);
    expect(await journalTable(world, { [ada]: 'ada', [bob]: 'bob' })).toMatchInlineSnapshot(`
"deposit   bank  ->  ada  50.00  RUB
transfer  ada   ->  bob  20.00  RUB"
`);
  });

  it('gives the first entry when the same input comes again under its key, in a transaction or alone', async () => {
    const [ada, bob] = await Promise.all([aWallet(world, rub('50.00')), aWallet(world)]);
    const entry = transfer(ada, bob, rub('20.00'));
    const first = await post(entry);
    expect(first.replayed).toBe(false);
    expect(await ledger.postAlone(entry)).toEqual({ ...first, replayed: true });
    expect(await post(entry)).toEqual({ ...first, replayed: true });
    expect(await world.database.transaction((tx) => ledger.postMany(tx, [entry]))).toEqual([
      { ...first, replayed: true },
    ]);
    expect(await balanceOf(bob)).toBe(2_000n);
  });

  it('refuses another input under a used key', async () => {
    const [ada, bob] = await Promise.all([aWallet(world, rub('50.00')), aWallet(world)]);
    const entry = transfer(ada, bob, rub('20.00'));
    await post(entry);
    await expect(post({ ...entry, postings: [{ from: ada, to: bob, amount: rub('20.01') }] })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('says how much is missing, to the last kopeck, and posts nothing', async () => {
    const [ada, bob] = await Promise.all([aWallet(world, rub('50.00')), aWallet(world)]);
    await expect(post(transfer(ada, bob, rub('50.01')))).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      address: ada,
      missing: rub('0.01'),
    });
    await post(transfer(ada, bob, rub('50.00')));
    expect([await balanceOf(ada), await balanceOf(bob)]).toEqual([0n, 5_000n]);
  });
});
