import { type Currency, formatAmount, toGlobalId } from '@moments/kernel';
import type { JournalEntryView } from '../reading/views.js';

export const exportFormats = ['csv', 'ndjson', 'beancount'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** An address with all of its currencies. */
export interface ExportedAccount {
  readonly address: string;
  readonly currencies: readonly Currency[];
}

/** What the ledger says that an account holds. */
export interface ExportedBalance {
  readonly address: string;
  readonly balance: { readonly minor: bigint; readonly currency: Currency };
}

/** How the journal is written down; each part gives whole lines. */
export interface Format {
  readonly head?: () => string;
  readonly account?: (account: ExportedAccount) => string;
  readonly entry: (entry: JournalEntryView) => string;
  /** Left out of an export of a part of the journal. `day`: the first on which all that was exported is past. */
  readonly balance?: (balance: ExportedBalance, day: string) => string;
}

/** Of an instant, UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const csvColumns = [
  'entry',
  'line',
  'at',
  'kind',
  'reference',
  'debit',
  'credit',
  'amount',
  'currency',
  'reverses',
] as const;

/** RFC 4180. */
const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

/**
 * A line for each posting, in the books of the platform: what it holds for others is its debt. So the account that money
 * comes from is debited (the bank has more, a wallet is owed less), and the one that it goes to is credited.
 */
export const csv: Format = {
  head: () => csvLine(csvColumns),
  entry: ({ id, at, kind, reference, reverses, postings }) =>
    postings
      .map(({ from, to, amount }, index) =>
        csvLine([
          toGlobalId('journalEntry', id),
          `${index + 1}`,
          at.toISOString(),
          kind,
          reference,
          from,
          to,
          formatAmount(amount),
          amount.currency,
          reverses ? toGlobalId('journalEntry', reverses) : '',
        ]),
      )
      .join(''),
};

/** An object for each entry, with its postings. */
export const ndjson: Format = {
  entry: ({ id, at, kind, reference, scope, key, currency, reverses, holdId, postings }) =>
    `${JSON.stringify({
      id: toGlobalId('journalEntry', id),
      at,
      kind,
      reference,
      scope,
      key,
      currency,
      reverses: reverses && toGlobalId('journalEntry', reverses),
      hold: holdId && toGlobalId('hold', holdId),
      postings: postings.map(({ from, to, amount }) => ({ debit: from, credit: to, amount: formatAmount(amount) })),
    })}\n`,
};
