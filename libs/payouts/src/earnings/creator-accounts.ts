import type { AccountId } from '@moments/kernel';
import { type AccountAddress, addresses } from '@moments/ledger';
import type { CreatorAccounts } from './domain/take-back.js';

/** Where a creator's money is. */
export const accountsOf = (creatorId: AccountId): CreatorAccounts => ({
  pending: addresses.creatorPending(creatorId),
  available: addresses.creatorAvailable(creatorId),
  debt: addresses.creatorDebt(creatorId),
});

/** All addresses of a creator. */
export function addressesOf(creatorId: AccountId): AccountAddress[] {
  const { pending, available, debt } = accountsOf(creatorId);
  return [pending, available, debt];
}
