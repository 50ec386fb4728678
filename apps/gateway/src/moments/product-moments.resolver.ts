import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  emptyPage,
  type MomentId,
  type Page,
  pageWindow,
  type PageWindow,
  type ProductId,
  readTimePosition,
  timeCursor,
  type TimePosition,
} from '@moments/kernel';
import { ProductMomentsQueries } from '@moments/social';
import { ProductType } from '../catalog/product.types.js';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentConnection, type MomentType } from './moment.types.js';

/** The moments of a product's page. */
@Resolver(() => ProductType)
export class ProductMomentsResolver {
  private readonly showing = batchedBy<ProductId, PageWindow<TimePosition>, Page<MomentId, TimePosition>>(
    (productIds, window, { accountId }) => this.queries.showing(productIds, window, accountId),
  );

  constructor(
    private readonly queries: ProductMomentsQueries,
    private readonly nodes: MomentNodes,
  ) {}

  @ResolveField(() => MomentConnection, { description: 'That show it, newest first.' })
  async moments(
    @Context() context: GraphqlContext,
    @Parent() { id }: ProductType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<MomentType>> {
    const window = pageWindow(paging, readTimePosition);
    const page = (await this.showing.load(context, readId('product', id, ['id']), window)) ?? emptyPage;
    const find = (momentId: MomentId) => this.nodes.loadServed(context, momentId);
    return toConnectionOf(page, { find, cursor: timeCursor, after: paging.after });
  }
}
