import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { OrderAnalyticsQueries, type OrderAnalyticsView, Parties, type Party } from '@moments/campaigns';
import type { AccountId, CampaignId } from '@moments/kernel';
import { batched } from '../../graphql/batched.js';
import type { GraphqlContext } from '../../graphql/context.js';
import { toMoneyType } from '../../graphql/money.mapper.js';
import { CreatorOrderType } from '../campaign.types.js';
import { OrderAnalyticsType } from './work.types.js';

/** What orders have brought their sellers. */
@Resolver(() => CreatorOrderType)
export class OrderAnalyticsResolver {
  private readonly analyticsOf = batched<CampaignId, OrderAnalyticsView>((ids) => this.queries.ofOrders(ids));
  private readonly party = batched<AccountId, Party>(
    async (ids) => new Map(await Promise.all(ids.map(async (id) => [id, await this.parties.of(id)] as const))),
  );

  constructor(
    private readonly queries: OrderAnalyticsQueries,
    private readonly parties: Parties,
  ) {}

  @ResolveField(() => OrderAnalyticsType, { nullable: true, description: 'For members of the seller only.' })
  async analytics(
    @Parent() { view }: CreatorOrderType,
    @Context() context: GraphqlContext,
  ): Promise<OrderAnalyticsType | undefined> {
    const { accountId } = context.viewer;
    const party = accountId ? await this.party.load(context, accountId) : undefined;
    if (party?.sellerId !== view.sellerId) return undefined;
    const found = await this.analyticsOf.load(context, view.id);
    return found && toType(found);
  }
}

const toType = ({ revenue, cost, costPerPurchase, ...counted }: OrderAnalyticsView): OrderAnalyticsType =>
  Object.assign(new OrderAnalyticsType(), counted, {
    revenue: toMoneyType(revenue),
    cost: toMoneyType(cost),
    costPerPurchase: costPerPurchase && toMoneyType(costPerPurchase),
  });
