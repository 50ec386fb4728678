import { formatAmount, toGlobalId } from '@moments/kernel';
import { dayOf, type Format } from './export-format.js';

// Older than any entry: an account is open whenever something is posted to it, whatever the clocks said.
const openedOn = '1970-01-01';

/**
 * The journal for Beancount, which then proves for itself that every entry balances and that the balances which the ledger
 * keeps are the sums of their postings, to the last minor unit. Signs are those of the platform's books (see {@link csv}):
 * what it holds for others is negative. Source: Beancount's language syntax, version 2 and 3.
 */
export const beancount: Format = {
  head: () => 'option "title" "Moments: the journal"\n\n',
  account: ({ address, currencies }) => `${openedOn} open ${accountName(address)} ${currencies.join(',')}\n`,
  entry: ({ id, at, kind, reference, reverses, postings }) =>
    [
      '',
      `${dayOf(at)} * ${quoted(kind)} ${quoted(reference)}`,
      `  entry: ${quoted(toGlobalId('journalEntry', id))}`,
      `  at: ${quoted(at.toISOString())}`,
      ...(reverses ? [`  reverses: ${quoted(toGlobalId('journalEntry', reverses))}`] : []),
      ...postings.flatMap(({ from, to, amount }) => [
        `  ${accountName(from)}  ${formatAmount(amount)} ${amount.currency}`,
        `  ${accountName(to)}  -${formatAmount(amount)} ${amount.currency}`,
      ]),
      '',
    ].join('\n'),
  // The tool allows for a minor unit of difference unless it is told not to.
  balance: ({ address, balance: { minor, currency } }, day) =>
    `${day} balance ${accountName(address)}  ${formatAmount({ minor: -minor, currency })} ~ 0 ${currency}\n`,
};

/** Of which of the five kinds an address is; what is not named here is somebody's money that the platform keeps. */
const roots: Readonly<Record<string, string>> = { bank: 'Assets', 'platform:revenue': 'Income' };

/** Parts of a name begin with a capital or a digit: `Liabilities:Seller:018F…:Wallet`. */
function accountName(address: string): string {
  const parts = address
    .split(':')
    .map((part) => (part.includes('-') ? part.toUpperCase() : `${part.charAt(0).toUpperCase()}${part.slice(1)}`));
  return [roots[address] ?? 'Liabilities', ...parts].join(':');
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
