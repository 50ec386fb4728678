import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  EngagementsQueries,
  type EngagementView,
  eligibilityOf,
  OrdersQueries,
  type OrderView,
} from '@moments/campaigns';
import {
  type CampaignId,
  emptyPage,
  type Page,
  pageWindow,
  type PageWindow,
  readTimePosition,
  type SellerId,
  timeCursor,
  type TimePosition,
} from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { ProductType } from '../catalog/product.types.js';
import { ProductsLoader } from '../catalog/products.loader.js';
import { SellerType } from '../catalog/seller.types.js';
import { toSellerType } from '../catalog/seller.mapper.js';
import { SellersLoader } from '../catalog/sellers.loader.js';
import { batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { MoneyType } from '../graphql/money.types.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { JsonScalar } from '../graphql/scalars.js';
import { WalletsLoader } from '../ledger/wallets.loader.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { CampaignNodes } from './campaign-nodes.js';
import { CampaignConnection, CampaignType, CreatorOrderType } from './campaign.types.js';
import { EngagementConnection, EngagementType } from './engagement.types.js';

type Window = PageWindow<TimePosition>;

/** What every campaign has. */
@Resolver(() => CampaignType)
export class CampaignFieldsResolver {
  constructor(
    private readonly profiles: ProfilesLoader,
    private readonly wallets: WalletsLoader,
  ) {}

  @ResolveField(() => ProfileType, { description: 'Whoever made it.' })
  owner(@Parent() { view }: CampaignType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.author(context, view.ownerId);
  }

  @ResolveField(() => MoneyType, { description: 'What is kept for those who take part.' })
  async escrow(@Parent() { view }: CampaignType, @Context() context: GraphqlContext): Promise<MoneyType> {
    const account = { address: addresses.campaignEscrow(view.id), currency: view.currency };
    return toMoneyType((await this.wallets.balance(context, account)).balance);
  }
}

/** What a creator order has besides. */
@Resolver(() => CreatorOrderType)
export class CreatorOrderFieldsResolver {
  private readonly engagementPages = batchedBy<CampaignId, Window, Page<EngagementView, TimePosition>>(
    (ids, window, { accountId }) => this.queries.ofCampaigns(accountId, ids, window),
  );

  constructor(
    private readonly queries: EngagementsQueries,
    private readonly products: ProductsLoader,
    private readonly sellers: SellersLoader,
    private readonly nodes: CampaignNodes,
  ) {}

  @ResolveField(() => [ProductType], { name: 'products' })
  async orderedProducts(
    @Parent() { view }: CreatorOrderType,
    @Context() context: GraphqlContext,
  ): Promise<ProductType[]> {
    const found = await Promise.all(view.terms.productIds.map((id) => this.products.find(context, id)));
    return found.filter((product) => product !== undefined);
  }

  @ResolveField(() => SellerType, { description: 'For whom it was made, and whose money it is.' })
  async seller(@Parent() { view }: CreatorOrderType, @Context() context: GraphqlContext): Promise<SellerType> {
    const seller = await this.sellers.find(context, view.sellerId);
    if (!seller) throw new Error('an order without its seller');
    return toSellerType(seller);
  }

  @ResolveField(() => JsonScalar, {
    description:
      'What is asked of a creator: a list of { item, required, current, met }, the last two yours; null for nobody.',
  })
  async eligibility(@Parent() { view }: CreatorOrderType, @Context() context: GraphqlContext): Promise<unknown> {
    const { accountId } = context.viewer;
    const asksForNothing = eligibilityOf(view.terms, undefined).length === 0;
    const known = accountId && !asksForNothing ? await this.nodes.factsOf(context, accountId) : undefined;
    return eligibilityOf(view.terms, known);
  }

  @ResolveField(() => EngagementConnection, {
    description: 'Newest first: all for members of the seller, their own for creators.',
  })
  async engagements(
    @Context() context: GraphqlContext,
    @Parent() { view }: CreatorOrderType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<EngagementType>> {
    const page = await this.engagementPages.load(context, view.id, pageWindow(paging, readTimePosition));
    const node = (engagement: EngagementView) => this.nodes.toEngagement(engagement);
    return toConnection(page ?? emptyPage, { node, cursor: timeCursor, after: paging.after });
  }

  @ResolveField(() => EngagementType, { nullable: true, description: 'Your own part in it.' })
  myEngagement(
    @Parent() { view }: CreatorOrderType,
    @Context() context: GraphqlContext,
  ): Promise<EngagementType | undefined> {
    return this.nodes.ownEngagement(context, view.id);
  }
}

/** What a seller has ordered. */
@Resolver(() => SellerType)
export class SellerCampaignsResolver {
  private readonly pages = batchedBy<SellerId, Window, Page<OrderView, TimePosition>>((ids, window, { accountId }) =>
    this.queries.ofSellers(accountId, ids, window),
  );

  constructor(
    private readonly queries: OrdersQueries,
    private readonly nodes: CampaignNodes,
  ) {}

  @ResolveField(() => CampaignConnection, { nullable: true, description: 'Newest first; drafts for its members.' })
  async campaigns(
    @Context() context: GraphqlContext,
    @Parent() { sellerId }: SellerType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<CampaignType>> {
    const page = await this.pages.load(context, sellerId, pageWindow(paging, readTimePosition));
    const node = (view: OrderView): CampaignType => this.nodes.toOrder(view);
    return toConnection(page ?? emptyPage, { node, cursor: timeCursor, after: paging.after });
  }
}
