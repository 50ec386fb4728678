import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { readIdPosition } from '@moments/catalog';
import { encodeCursor, fromGlobalId, pageWindow } from '@moments/kernel';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { toProductType } from './product.mapper.js';
import { ProductConnection, ProductType } from './product.types.js';
import { ProductsLoader } from './products.loader.js';
import { toSellerType } from './seller.mapper.js';
import { SellerType } from './seller.types.js';
import { SellersLoader } from './sellers.loader.js';

/** Products by their ids, and whose they are. */
@Resolver(() => ProductType)
export class ProductsResolver implements OnModuleInit {
  constructor(
    private readonly products: ProductsLoader,
    private readonly sellers: SellersLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('product', (context, id) => this.products.find(context, id));
  }

  @Query(() => ProductType, { nullable: true, description: 'Also one that is no longer sold.' })
  async product(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID }) text: string,
  ): Promise<ProductType | undefined> {
    const id = fromGlobalId('product', text);
    return id && this.products.find(context, id);
  }

  @ResolveField(() => SellerType)
  async seller({ sellerId }: ProductType, _: unknown, context: GraphqlContext): Promise<SellerType> {
    const seller = await this.sellers.find(context, sellerId);
    // A foreign key holds it.
    if (!seller) throw new Error('a product without its seller');
    return toSellerType(seller);
  }
}

/** What a seller sells. */
@Resolver(() => SellerType)
export class SellerProductsResolver {
  constructor(private readonly loader: ProductsLoader) {}

  @ResolveField(() => ProductConnection, { description: 'What it sells, newest first.' })
  async products(
    @Context() context: GraphqlContext,
    @Parent() { sellerId }: SellerType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProductType>> {
    const page = await this.loader.ofSeller(context, sellerId, pageWindow(paging, readIdPosition));
    return toConnection(page, { node: toProductType, cursor: encodeCursor, after: paging.after });
  }
}
