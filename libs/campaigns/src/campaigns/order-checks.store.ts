import { type AccountId, type Currency, NotFound, type ProductId, type SellerId } from '@moments/kernel';
import { blockedBetween } from '@moments/social';
import { execute, rows, type Tx } from '@moments/platform';
import { ForeignProduct, OwnOrder, TooManyDrafts, WrongCurrency } from '../campaigns.errors.js';
import type { OrderInput } from './order-input.js';

/** For which seller an account acts; the catalogue's own table, read inside the transaction. */
export async function sellerOf(tx: Tx, accountId: AccountId): Promise<SellerId | undefined> {
  const [found] = await rows<{ sellerId: SellerId }>(
    tx,
    `select members.seller_id as "sellerId" from seller_members as members
       join sellers on sellers.id = members.seller_id and sellers.deleted_at is null
      where members.account_id = $1`,
    [accountId],
  );
  return found?.sellerId;
}

/**
 * Throws `NotFound` for a product that is not sold, `ForeignProduct` for another seller's, and `WrongCurrency` when
 * commission is promised on prices of another currency.
 */
export async function checkProducts(
  tx: Tx,
  {
    sellerId,
    productIds,
    commissionIn,
  }: { sellerId: SellerId; productIds: readonly ProductId[]; commissionIn?: Currency },
): Promise<void> {
  const found = await rows<{ sellerId: SellerId; currency: string }>(
    tx,
    `select products.seller_id as "sellerId", products.currency from products
       join sellers on sellers.id = products.seller_id
      where products.id = any($1) and products.deleted_at is null and sellers.deleted_at is null`,
    [productIds],
  );
  if (found.length < productIds.length) throw new NotFound('product', ['productIds']);
  if (found.some((product) => product.sellerId !== sellerId)) throw new ForeignProduct();
  if (commissionIn && found.some(({ currency }) => currency !== commissionIn)) {
    throw new WrongCurrency(commissionIn, 'productIds');
  }
}

/** Who may be invited, as whoever invites sees it. */
export interface Invitation {
  by: AccountId;
  sellerId: SellerId;
  accountIds: readonly AccountId[];
}

const fit = `
  select profiles.id, members.account_id is not null as member
    from profiles left join seller_members as members on members.account_id = profiles.id and members.seller_id = $3
   where profiles.id = any($1) and profiles.erased_at is null and not ${blockedBetween('$2::uuid', 'profiles.id')}`;

/**
 * Throws `NotFound` when one of them is nobody, gone, or apart from whoever invites; `OwnOrder` for a member of the seller.
 */
export async function checkInvited(tx: Tx, { by, sellerId, accountIds }: Invitation): Promise<void> {
  if (accountIds.length === 0) return;
  const found = await rows<{ member: boolean }>(tx, fit, [accountIds, by, sellerId]);
  if (found.length < accountIds.length) throw new NotFound('profile', ['inviteProfileIds']);
  if (found.some(({ member }) => member)) throw new OwnOrder('inviteProfileIds');
}

/** Those who can still be invited: what was true of them when the draft was written may not be any more. */
export async function stillInvitable(tx: Tx, { by, sellerId, accountIds }: Invitation): Promise<AccountId[]> {
  if (accountIds.length === 0) return [];
  const found = await rows<{ id: AccountId; member: boolean }>(tx, fit, [accountIds, by, sellerId]);
  return found.filter(({ member }) => !member).map(({ id }) => id);
}

/** Throws `TooManyDrafts` when a seller has so many already; whoever else writes one for it waits until the commit. */
export async function requireRoomForDraft(tx: Tx, sellerId: SellerId, most: number): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`campaign-drafts:${sellerId}`]);
  const drafts = await rows(tx, `select from campaigns where seller_id = $1 and status = 'DRAFT' limit $2`, [
    sellerId,
    most,
  ]);
  if (drafts.length >= most) throw new TooManyDrafts(most);
}

/** Whose terms are checked. */
interface TermsContext {
  by: AccountId;
  sellerId: SellerId;
  /** In which wallets are. */
  currency: string;
  /** Whether those who are to be invited are checked, too. */
  invitations: boolean;
}

/**
 * Throws `WrongCurrency` for amounts that wallets do not have, and what {@link checkProducts} and {@link checkInvited} say of
 * the terms.
 */
export async function checkTerms(
  tx: Tx,
  { reward, commissionCeiling, commissionBps, productIds, invitedIds }: OrderInput,
  { by, sellerId, currency, invitations }: TermsContext,
): Promise<void> {
  if (reward.currency !== currency) throw new WrongCurrency(currency, 'reward');
  if (commissionCeiling && commissionCeiling.currency !== currency) {
    throw new WrongCurrency(currency, 'commissionCeiling');
  }
  const commissionIn = commissionBps > 0 ? reward.currency : undefined;
  await checkProducts(tx, { sellerId, productIds, commissionIn });
  // Whoever was invited by what is published has been told already.
  if (invitations) await checkInvited(tx, { by, sellerId, accountIds: invitedIds });
}
