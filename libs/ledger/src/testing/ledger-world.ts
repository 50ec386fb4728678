import { currency, formatAmount, type Money, newId, parseMoney } from '@moments/kernel';
import { type LibWorld } from '@moments/testing/platform';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { LedgerQueries } from '../ledger.queries.js';
import { LedgerService } from '../ledger.service.js';

/** `rub('12.50')`. */
export const rub = (amount: string): Money => parseMoney(amount, currency('RUB'));

/** A seller's wallet that nobody else uses, with money from the bank in it. */
export async function aWallet({ app }: LibWorld, balance?: Money): Promise<AccountAddress> {
  const wallet = addresses.sellerWallet(newId());
  if (balance) {
    await app.get(LedgerService).postAlone({
      key: `test:${wallet}:${newId()}`,
      kind: 'deposit',
      reference: 'test',
      postings: [{ from: addresses.bank, to: wallet, amount: balance }],
    });
  }
  return wallet;
}

/**
 * The journal as a table: kind, from, to, amount, currency; a line for each posting, in the order posted. `names` replaces
 * parts of addresses by what a reader understands.
 */
export async function journalTable({ app }: LibWorld, names: Readonly<Record<string, string>> = {}): Promise<string> {
  const entries = await app.get(LedgerQueries).journal({ limit: 10_000 });
  const named = (address: string) =>
    Object.entries(names).reduce((text, [part, name]) => text.replaceAll(part, name), address);
  const lines = entries.flatMap(({ kind, postings }) =>
    postings.map(({ from, to, amount }) => [kind, named(from), '->', named(to), formatAmount(amount), amount.currency]),
  );
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(0, ...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i === 4 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
