import { Injectable } from '@nestjs/common';
import { type Membership, SellersQueries, type SellerView } from '@moments/catalog';
import type { AccountId, SellerId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';

/** Sellers of a request, read together, and for whom accounts act. */
@Injectable()
export class SellersLoader {
  private readonly sellers = batched<SellerId, SellerView>((ids) => this.queries.byIds(ids));
  private readonly memberships = batched<AccountId, Membership>((ids) => this.queries.ofAccounts(ids));

  constructor(private readonly queries: SellersQueries) {}

  find(context: GraphqlContext, id: SellerId): Promise<SellerView | undefined> {
    return this.sellers.load(context, id);
  }

  /** For whom an account acts; `undefined` when for nobody. */
  membership(context: GraphqlContext, accountId: AccountId): Promise<Membership | undefined> {
    return this.memberships.load(context, accountId);
  }

  /** Whether whoever asks acts for a seller. */
  async isMember(context: GraphqlContext, sellerId: SellerId): Promise<boolean> {
    const { accountId } = context.viewer;
    return accountId !== undefined && (await this.membership(context, accountId))?.seller.id === sellerId;
  }
}
