import { Injectable } from '@nestjs/common';
import type { AccountId, SellerId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { SellerRole, SellerView } from './seller.view.js';

/** For whom an account acts. */
export interface Membership {
  readonly seller: SellerView;
  readonly role: SellerRole;
}

const sellerColumns = `sellers.id, sellers.external_id as "externalId", sellers.name, sellers.rating,
  sellers.reviews_count as "reviewsCount"`;

const byIds = statement('catalog.sellers-by-id', `select ${sellerColumns} from sellers where id = any($1)`);
const byExternalId = statement(
  'catalog.seller-by-external-id',
  `select ${sellerColumns} from sellers where external_id = $1`,
);
const ofAccounts = statement(
  'catalog.sellers-of-accounts',
  `select members.account_id as "accountId", members.role, ${sellerColumns}
     from seller_members as members join sellers on sellers.id = members.seller_id
    where members.account_id = any($1)`,
);

@Injectable()
export class SellersQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly SellerId[]): Promise<Map<SellerId, SellerView>> {
    const found = await this.database.read<SellerView>(byIds, [ids]);
    return new Map(found.map((seller) => [seller.id, seller]));
  }

  /** `undefined` when the marketplace has told of no such seller. */
  async byExternalId(externalId: string): Promise<SellerView | undefined> {
    return (await this.database.read<SellerView>(byExternalId, [externalId]))[0];
  }

  /** For whom accounts act; those who act for nobody are not in it. */
  async ofAccounts(accountIds: readonly AccountId[]): Promise<Map<AccountId, Membership>> {
    const found = await this.database.read<SellerView & { accountId: AccountId; role: SellerRole }>(ofAccounts, [
      accountIds,
    ]);
    return new Map(found.map(({ accountId, role, ...seller }) => [accountId, { seller, role }]));
  }
}
