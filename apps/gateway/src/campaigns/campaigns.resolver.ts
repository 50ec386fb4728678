import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  CampaignsService,
  CreatorFactsQueries,
  type OrderDraft,
  OrdersQueries,
  OrdersService,
} from '@moments/campaigns';
import {
  accountOf,
  emptyPage,
  fromGlobalId,
  pageWindow,
  readTimePosition,
  timeCursor,
  Unauthenticated,
} from '@moments/kernel';
import { type Connection, toConnection } from '../graphql/connection.js';
import { type GraphqlContext, type SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { readMoney } from '../graphql/money.mapper.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { CampaignNodes } from './campaign-nodes.js';
import { CampaignFilter, CreateCreatorOrderInput, UpdateCreatorOrderInput } from './campaign.inputs.js';
import { CampaignConnection, CampaignPayload, CampaignType } from './campaign.types.js';

/** Campaigns as their sellers make them, and as everybody finds them. */
@Resolver()
export class CampaignsResolver {
  constructor(
    private readonly orders: OrdersService,
    private readonly lifecycle: CampaignsService,
    private readonly queries: OrdersQueries,
    private readonly facts: CreatorFactsQueries,
    private readonly nodes: CampaignNodes,
  ) {}

  @Query(() => CampaignType, { nullable: true })
  async campaign(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID }) text: string,
  ): Promise<CampaignType | undefined> {
    const id = fromGlobalId('campaign', text);
    return id && this.nodes.loadOrder(context, id);
  }

  @Query(() => CampaignConnection, {
    description: 'Newest first. Drafts come only by their status or their owner, and only to members of their seller.',
  })
  async campaigns(
    @Context() { viewer }: GraphqlContext,
    @Args() paging: PagingArgs,
    @Args('filter', { type: () => CampaignFilter, nullable: true }) filter?: CampaignFilter | null,
  ): Promise<Connection<CampaignType>> {
    const window = pageWindow(paging, readTimePosition);
    const { status, ownerId, eligibleForMe } = filter ?? {};
    const owner = ownerId == null ? undefined : accountOf(readId('profile', ownerId, ['filter', 'ownerId']));
    const read = async () => {
      if (!eligibleForMe)
        return this.queries.list(viewer.accountId, { status: status ?? undefined, ownerId: owner }, window);
      if (!viewer.accountId) throw new Unauthenticated();
      const known = (await this.facts.of([viewer.accountId])).get(viewer.accountId);
      return known && (status ?? 'OPEN') === 'OPEN'
        ? this.queries.eligibleFor(viewer.accountId, known, window, owner)
        : emptyPage;
    };
    const node = (view: Parameters<CampaignNodes['toOrder']>[0]): CampaignType => this.nodes.toOrder(view);
    return toConnection(await read(), { node, cursor: timeCursor, after: paging.after });
  }

  @Mutation(() => CampaignPayload, {
    description: 'Writes a draft for the seller that you act for; it costs nothing yet.',
  })
  async createCreatorOrder(
    @SignedIn() viewer: SignedInViewer,
    @Args('input') { idempotencyKey, ...input }: CreateCreatorOrderInput,
  ): Promise<CampaignPayload> {
    const order = await this.orders.create({ by: viewer, idempotencyKey, ...readDraft(input) });
    return { campaign: this.nodes.toOrder(order) };
  }

  @Mutation(() => CampaignPayload, {
    description: 'Changes a draft, or gives an open order new terms; what they cost more comes from the wallet.',
  })
  async updateCreatorOrder(
    @SignedIn() viewer: SignedInViewer,
    @Args('input') { orderId: text, idempotencyKey, ...input }: UpdateCreatorOrderInput,
  ): Promise<CampaignPayload> {
    const orderId = readId('campaign', text, ['orderId']);
    const order = await this.orders.change({ by: viewer, orderId, idempotencyKey, ...readDraft(input) });
    return { campaign: this.nodes.toOrder(order) };
  }

  @Mutation(() => CampaignPayload, {
    description: 'Opens a draft: its whole cost goes from the seller’s wallet into escrow, or is said to be missing.',
  })
  async publishCampaign(
    @SignedIn() viewer: SignedInViewer,
    @Args('campaignId', { type: () => ID }) text: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<CampaignPayload> {
    const campaignId = readId('campaign', text, ['campaignId']);
    return { campaign: this.nodes.toOrder(await this.lifecycle.publish({ by: viewer, campaignId, idempotencyKey })) };
  }

  @Mutation(() => CampaignPayload, {
    description:
      'Ends a campaign: what nobody has earned or is at work for goes back at once, and nobody comes in any more.',
  })
  async cancelCampaign(
    @SignedIn() viewer: SignedInViewer,
    @Args('campaignId', { type: () => ID }) text: string,
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<CampaignPayload> {
    const campaignId = readId('campaign', text, ['campaignId']);
    return { campaign: this.nodes.toOrder(await this.lifecycle.cancel({ by: viewer, campaignId, idempotencyKey })) };
  }

  @Mutation(() => CampaignPayload, { description: 'Invites creators to an open order.' })
  async inviteToOrder(
    @SignedIn() viewer: SignedInViewer,
    @Args('orderId', { type: () => ID }) text: string,
    @Args('profileIds', { type: () => [ID] }) profileIds: string[],
    @Args('idempotencyKey', { type: () => String }) idempotencyKey: string,
  ): Promise<CampaignPayload> {
    const campaignId = readId('campaign', text, ['orderId']);
    const accountIds = profileIds.map((id) => accountOf(readId('profile', id, ['profileIds'])));
    const order = await this.lifecycle.invite({ by: viewer, campaignId, accountIds, idempotencyKey });
    return { campaign: this.nodes.toOrder(order) };
  }
}

/** Reads the ids and amounts of what a seller wants; the rest is checked where the rules are. */
function readDraft(input: Omit<UpdateCreatorOrderInput, 'orderId' | 'idempotencyKey'>): OrderDraft {
  const { productIds, reward, commissionCeiling, inviteProfileIds, ...rest } = input;
  const given = (value: unknown): boolean => value !== undefined;
  return {
    ...rest,
    ...(given(productIds) && { productIds: productIds?.map((id) => readId('product', id, ['productIds'])) }),
    ...(given(reward) && { reward: reward && readMoney(reward, 'reward') }),
    ...(given(commissionCeiling) && {
      commissionCeiling: commissionCeiling && readMoney(commissionCeiling, 'commissionCeiling'),
    }),
    ...(given(inviteProfileIds) && {
      invitedIds: inviteProfileIds?.map((id) => accountOf(readId('profile', id, ['inviteProfileIds']))),
    }),
  };
}
