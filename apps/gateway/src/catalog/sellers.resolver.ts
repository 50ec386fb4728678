import type { OnModuleInit } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import { AccountType } from '../accounts/account.types.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { toSellerType } from './seller.mapper.js';
import { SellerType } from './seller.types.js';
import { SellersLoader } from './sellers.loader.js';

/** For whom an account acts. */
@Resolver(() => AccountType)
export class AccountSellerResolver implements OnModuleInit {
  constructor(
    private readonly sellers: SellersLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('seller', async (context, id) => {
      const seller = await this.sellers.find(context, id);
      return seller && toSellerType(seller);
    });
  }

  @ResolveField(() => SellerType, { nullable: true, description: 'The organisation that you act for.' })
  async seller({ accountId }: AccountType, _: unknown, context: GraphqlContext): Promise<SellerType | undefined> {
    const membership = await this.sellers.membership(context, accountId);
    return membership && toSellerType(membership.seller);
  }
}
