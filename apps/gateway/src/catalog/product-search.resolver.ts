import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { ProductSearch, readSearchPosition, writeSearchPosition } from '@moments/catalog';
import { encodeCursor, pageWindow } from '@moments/kernel';
import { toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { toProductType } from './product.mapper.js';
import { ProductFilter, ProductSearchConnectionType } from './product.types.js';
import { SearchClickTokens } from './search-click-tokens.js';

/** Search for products. */
@Resolver()
export class ProductSearchResolver {
  constructor(
    private readonly search: ProductSearch,
    private readonly tokens: SearchClickTokens,
  ) {}

  @Query(() => ProductSearchConnectionType, {
    description: 'What has the words of the query in any form, the best first; mistyped words are put right.',
  })
  async searchProducts(
    @Context() { viewer }: GraphqlContext,
    @Args('query', { type: () => String }) query: string,
    @Args() paging: PagingArgs,
    @Args('filter', { type: () => ProductFilter, nullable: true }) filter?: ProductFilter | null,
  ): Promise<ProductSearchConnectionType> {
    const window = pageWindow(paging, readSearchPosition);
    const found = await this.search.search({ query, filter: readFilter(filter ?? {}), window });
    const { edges, pageInfo } = toConnection(found, {
      node: (product) => product,
      cursor: (position) => encodeCursor(writeSearchPosition(position)),
      after: paging.after,
    });
    return {
      edges: edges.map(({ cursor, node }, place) => ({
        cursor,
        node: toProductType(node),
        promoted: false,
        clickToken: this.tokens.issue({ productId: node.id, viewerId: viewer.accountId, place }),
      })),
      pageInfo,
      interpretedAs: found.interpretedAs,
      candidates: found.candidates,
    };
  }
}

const readFilter = ({ sellerId, category, priceFrom, priceTo, inStock }: ProductFilter) => ({
  sellerId: sellerId == null ? undefined : readId('seller', sellerId, ['filter', 'sellerId']),
  category: category ?? undefined,
  priceFrom: priceFrom ?? undefined,
  priceTo: priceTo ?? undefined,
  inStock: inStock ?? undefined,
});
