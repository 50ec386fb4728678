import { isCurrency } from '@moments/kernel';
import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** In which currency a wallet is shown to whoever asks for none: the one that the marketplace trades in. */
export const walletCurrency = defineSetting({
  name: 'ledger.wallet-currency',
  schema: z.string().refine(isCurrency, 'is not a supported currency'),
  fallback: 'RUB',
});
