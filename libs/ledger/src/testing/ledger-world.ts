import { currency, formatAmount, type JournalEntryId, type Money, newId, parseMoney } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import type { JournalEntry } from '../domain/journal-entry.js';
import { HoldsService } from '../holds/holds.service.js';
import type { PostedEntry } from '../journal/journal.store.js';
import { LedgerModule } from '../ledger.module.js';
import { LedgerQueries } from '../ledger.queries.js';
import { LedgerService } from '../ledger.service.js';
import { ReconciliationService } from '../reconciliation/reconciliation.service.js';

/** `rub('12.50')`. */
export const rub = (amount: string): Money => parseMoney(amount, currency('RUB'));

/** An entry of one posting, under a key of its own. */
export const transfer = (from: AccountAddress, to: AccountAddress, amount: Money, key?: string): JournalEntry => ({
  key: key ?? `test:${newId()}`,
  kind: 'transfer',
  reference: 'test',
  postings: [{ from, to, amount }],
});

/** A seller's wallet that nobody else uses, with money from the bank in it. */
export async function aWallet({ app }: Pick<LibWorld, 'app'>, balance?: Money): Promise<AccountAddress> {
  const wallet = addresses.sellerWallet(newId());
  const deposit = balance && { ...transfer(addresses.bank, wallet, balance), kind: 'deposit' };
  if (deposit) await app.get(LedgerService).postAlone(deposit);
  return wallet;
}

/**
 * The journal as a table: kind, from, to, amount, currency; a line for each posting, in the order posted. `names` replaces
 * parts of addresses by what a reader understands.
 */
export async function journalTable(
  { app }: Pick<LibWorld, 'app'>,
  names: Readonly<Record<string, string>> = {},
): Promise<string> {
  const entries = await app.get(LedgerQueries).journal({ limit: 10_000 });
  const named = (address: string) =>
    Object.entries(names).reduce((text, [part, name]) => text.replaceAll(part, name), address);
  const lines = entries.flatMap(({ kind, postings }) =>
    postings.map(({ from, to, amount }) => [kind, named(from), '->', named(to), formatAmount(amount), amount.currency]),
  );
  const widthOf = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  const cell = (text: string, column: number) =>
    column === 4 ? text.padStart(widthOf(column)) : text.padEnd(widthOf(column));
  return lines.map((line) => line.map(cell).join('  ').trimEnd()).join('\n');
}

/** The ledger over a test file's own database, with short words for what its specs do all the time. */
export async function openLedgerWorld() {
  const world = await openLibWorld([LedgerModule]);
  const [ledger, holds, queries, reconciliation] = [
    world.app.get(LedgerService),
    world.app.get(HoldsService),
    world.app.get(LedgerQueries),
    world.app.get(ReconciliationService),
  ];
  const { database } = world;
  const inRub = (address: AccountAddress) => ({ address, currency: currency('RUB') });
  return {
    ...world,
    ledger,
    holds,
    queries,
    reconciliation,
    wallet: (balance?: string) => aWallet(world, balance === undefined ? undefined : rub(balance)),
    post: (entry: JournalEntry): Promise<PostedEntry> => database.transaction((tx) => ledger.post(tx, entry)),
    reverse: (entryId: JournalEntryId, amount?: Money, key?: string): Promise<PostedEntry> =>
      database.transaction((tx) => {
        const entry = { entryId, key: key ?? `test:${newId()}`, kind: 'reversal', reference: 'test' };
        return ledger.reverse(tx, amount ? { ...entry, amount } : entry);
      }),
    /** Balance, reserved and available, in kopecks. */
    balance: async (address: AccountAddress): Promise<bigint | undefined> =>
      (await queries.balances([inRub(address)]))[0]?.balance.minor,
    available: async (address: AccountAddress): Promise<bigint | undefined> =>
      (await queries.balances([inRub(address)]))[0]?.available.minor,
    inRub,
    /** Runs SQL as the role that owns everything. */
    sql: (text: string, parameters: unknown[] = []) => database.pool.query<Record<string, unknown>>(text, parameters),
  };
}

export type LedgerWorld = Awaited<ReturnType<typeof openLedgerWorld>>;
