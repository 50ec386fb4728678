import { toGlobalId } from '@moments/kernel';
import type { StatementLine } from '@moments/ledger';
import type { Locale } from '../graphql/locale.js';
import { translate } from '../graphql/messages/translate.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { WalletEntryType } from './wallet.types.js';

export const toWalletEntryType = (line: StatementLine, locale: Locale): WalletEntryType => ({
  id: toGlobalId('walletEntry', line.id),
  at: line.at,
  amount: toMoneyType(line.amount),
  balance: toMoneyType(line.balance),
  description: describe(line, locale),
});

// By kind of journal entry; translations are kept under `wallet_entry_<kind>`.
const sentences: Readonly<Record<string, string>> = {
  deposit: 'Top-up from the bank',
  deposit_assigned: 'Top-up from the bank',
  campaign_funded: 'Into escrow for an order',
  campaign_returned: 'Back from an order’s escrow',
  reversal: 'Taken back',
};

/** What happened, for its reader; a kind that nobody has given words to is told by its name. */
function describe({ kind, reverses }: StatementLine, locale: Locale): string {
  const known = reverses ? 'reversal' : kind;
  const message = sentences[known] ?? known.replaceAll('_', ' ');
  return translate({ reason: `wallet_entry_${known}`, message, params: {} }, locale);
}
