import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type CreatorFacts,
  CreatorFactsQueries,
  DisputesQueries,
  EngagementsQueries,
  type EngagementView,
  OrdersQueries,
  type OrderView,
} from '@moments/campaigns';
import { type AccountId, type CampaignId, type EngagementId, toGlobalId } from '@moments/kernel';
import { batched } from '../graphql/batched.js';
import { type GraphqlContext } from '../graphql/context.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { CreatorOrderType } from './campaign.types.js';
import { EngagementType } from './engagement.types.js';

/** Campaigns and engagements as GraphQL objects, for every resolver that has an id of one or has read one already. */
@Injectable()
export class CampaignNodes implements OnModuleInit {
  private readonly orders = batched<CampaignId, OrderView>((ids, { accountId }) =>
    this.orderQueries.byIds(accountId, ids),
  );
  private readonly judged = batched<CampaignId, OrderView>((ids) => this.orderQueries.judged(ids));
  private readonly engagements = batched<EngagementId, EngagementView>((ids, { accountId }) =>
    this.engagementQueries.byIds(accountId, ids),
  );
  private readonly disputed = batched<EngagementId, EngagementView>((ids) => this.disputesQueries.disputed(ids));
  private readonly own = batched<CampaignId, EngagementView>(async (ids, { accountId }) =>
    accountId ? this.engagementQueries.inCampaigns(accountId, ids) : new Map(),
  );
  private readonly facts = batched<AccountId, CreatorFacts>((ids) => this.factsQueries.of(ids));

  constructor(
    private readonly orderQueries: OrdersQueries,
    private readonly engagementQueries: EngagementsQueries,
    private readonly factsQueries: CreatorFactsQueries,
    private readonly disputesQueries: DisputesQueries,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('campaign', (context, id) => this.loadOrder(context, id));
    this.nodes.register('engagement', (context, id) => this.findEngagement(context, id));
  }

  /** `undefined` when there is none, or not for this viewer. */
  async loadOrder(context: GraphqlContext, id: CampaignId): Promise<CreatorOrderType | undefined> {
    const view = await this.orders.load(context, id);
    return view && this.toOrder(view);
  }

  /**
   * The order of an engagement that the viewer has been given: the two sides see it anyway, operators who judge a dispute
   * do whatever stands between them.
   */
  async orderOfEngagement(context: GraphqlContext, { campaignId }: EngagementView): Promise<CreatorOrderType> {
    const isOperator = context.viewer.roles.includes('OPERATOR');
    const view = await (isOperator ? this.judged : this.orders).load(context, campaignId);
    if (!view) throw new Error('an engagement without its order');
    return this.toOrder(view);
  }

  /** `undefined` for everybody but the two sides. */
  async loadEngagement(context: GraphqlContext, id: EngagementId): Promise<EngagementType | undefined> {
    const view = await this.engagements.load(context, id);
    return view && this.toEngagement(view);
  }

  /** For the two sides; for operators, too, once there has been a dispute. */
  private async findEngagement(context: GraphqlContext, id: EngagementId): Promise<EngagementType | undefined> {
    const own = await this.loadEngagement(context, id);
    if (own || !context.viewer.roles.includes('OPERATOR')) return own;
    const view = await this.disputed.load(context, id);
    return view && this.toEngagement(view);
  }

  /** The viewer's own part in an order. */
  async ownEngagement(context: GraphqlContext, id: CampaignId): Promise<EngagementType | undefined> {
    const view = await this.own.load(context, id);
    return view && this.toEngagement(view);
  }

  /** What is known of a creator where orders ask for something. */
  factsOf(context: GraphqlContext, accountId: AccountId): Promise<CreatorFacts | undefined> {
    return this.facts.load(context, accountId);
  }

  /** After a mutation: what was read before is no longer so. */
  forget(context: GraphqlContext, engagement: Pick<EngagementView, 'id' | 'campaignId'>): void {
    this.engagements.clear(context, engagement.id);
    this.disputed.clear(context, engagement.id);
    this.orders.clear(context, engagement.campaignId);
    this.judged.clear(context, engagement.campaignId);
    this.own.clear(context, engagement.campaignId);
  }

  toOrder(view: OrderView): CreatorOrderType {
    const { terms } = view;
    return Object.assign(new CreatorOrderType(), {
      id: toGlobalId('campaign', view.id),
      kind: view.kind,
      status: view.status,
      title: terms.title,
      brief: terms.brief,
      deadline: terms.deadline,
      createdAt: view.createdAt,
      publishedAt: view.publishedAt ?? undefined,
      reward: toMoneyType(terms.reward),
      commissionBps: terms.commissionBps,
      commissionCeiling: terms.commissionCeiling ? toMoneyType(terms.commissionCeiling) : undefined,
      places: terms.places,
      placesTaken: view.placesTaken,
      admission: terms.admission,
      keepPublishedDays: terms.keepPublishedDays,
      termsVersion: terms.version,
      erid: terms.erid ?? undefined,
      view,
    });
  }

  toEngagement(view: EngagementView): EngagementType {
    return Object.assign(new EngagementType(), {
      id: toGlobalId('engagement', view.id),
      status: view.status,
      message: view.message ?? undefined,
      revisionsLeft: view.revisionsLeft,
      reward: toMoneyType(view.reward),
      termsVersion: view.termsVersion,
      dueAt: view.dueAt ?? undefined,
      reviewDueAt: view.status === 'SUBMITTED' ? (view.reviewDueAt ?? undefined) : undefined,
      payableAt: view.payableAt ?? undefined,
      endReason: view.endReason ?? undefined,
      view,
    });
  }
}
