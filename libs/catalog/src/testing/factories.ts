import { type AccountId, newId, type SellerId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import type { SellerRole } from '../sellers/seller.view.js';

/** What a test may say about a seller that it makes; the rest is made up. */
export interface ASeller {
  name?: string;
  externalId?: string;
  members?: readonly { accountId: AccountId; role?: SellerRole }[];
}

/** Writes a seller with its members straight into the database; the role SELLER is not granted. */
export function aSeller({ database }: { database: Database }, seller: ASeller = {}): Promise<SellerId> {
  const id = newId<'seller'>();
  const { name = 'A seller', externalId = id, members = [] } = seller;
  return database.transaction(async (tx) => {
    await execute(tx, 'insert into sellers (id, external_id, name, created_at) values ($1, $2, $3, now())', [
      id,
      externalId,
      name,
    ]);
    for (const { accountId, role = 'OWNER' } of members) {
      await execute(
        tx,
        'insert into seller_members (seller_id, account_id, role, added_at) values ($1, $2, $3, now())',
        [id, accountId, role],
      );
    }
    return id;
  });
}
