import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AttributionsQueries, type AttributionView } from '@moments/attribution';
import {
  type MomentId,
  type Page,
  pageWindow,
  type PageWindow,
  readTimePosition,
  timeCursor,
  type TimePosition,
  toGlobalId,
} from '@moments/kernel';
import { ProductType } from '../catalog/product.types.js';
import { ProductsLoader } from '../catalog/products.loader.js';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { MomentType } from '../moments/moment.types.js';
import { toAttributedPurchaseType } from './attributed-purchase.mapper.js';
import {
  AttributedPurchaseConnection,
  AttributedPurchaseType,
  PurchaseTouchType,
} from './attributed-purchase.types.js';

/** What a moment has sold, for whoever made it. */
@Resolver(() => MomentType)
export class AttributedPurchasesResolver {
  private readonly purchases = batchedBy<MomentId, PageWindow<TimePosition>, Page<AttributionView, TimePosition>>(
    (momentIds, window) => this.queries.ofMoments(momentIds, window),
  );

  constructor(private readonly queries: AttributionsQueries) {}

  @ResolveField(() => AttributedPurchaseConnection, {
    nullable: true,
    description: 'What was bought after opening its cards, newest first. Owner only: null for anybody else.',
  })
  async attributedPurchases(
    @Context() context: GraphqlContext,
    @Parent() { momentId, authorId }: MomentType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<AttributedPurchaseType> | undefined> {
    if (context.viewer.accountId !== authorId) return undefined;
    const page = await this.purchases.load(context, momentId, pageWindow(paging, readTimePosition));
    return page && toConnection(page, { node: toAttributedPurchaseType, cursor: timeCursor, after: paging.after });
  }
}

/** What was bought, and the way to it. */
@Resolver(() => AttributedPurchaseType)
export class AttributedPurchaseFieldsResolver {
  constructor(private readonly products: ProductsLoader) {}

  @ResolveField(() => ProductType, { nullable: true, description: 'As it is sold now.' })
  product(
    { productId }: AttributedPurchaseType,
    _: unknown,
    context: GraphqlContext,
  ): Promise<ProductType | undefined> {
    return this.products.find(context, productId);
  }

  @ResolveField(() => [PurchaseTouchType], {
    description: 'The cards that the buyer opened before, the first one first; of many the last ones.',
  })
  trail({ touches }: AttributedPurchaseType, _: unknown, { viewer }: GraphqlContext): PurchaseTouchType[] {
    return touches.map(({ momentId, creatorId, productId, clickedAt }) =>
      Object.assign(new PurchaseTouchType(), {
        clickedAt,
        momentId: creatorId === viewer.accountId ? toGlobalId('moment', momentId) : undefined,
        productId,
      }),
    );
  }
}

@Resolver(() => PurchaseTouchType)
export class PurchaseTouchFieldsResolver {
  constructor(private readonly products: ProductsLoader) {}

  @ResolveField(() => ProductType, { nullable: true, description: 'Whose card was opened, as it is sold now.' })
  product({ productId }: PurchaseTouchType, _: unknown, context: GraphqlContext): Promise<ProductType | undefined> {
    return this.products.find(context, productId);
  }
}
