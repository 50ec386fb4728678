import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  emptyPage,
  type Page,
  pageWindow,
  type PageWindow,
  readTimePosition,
  type SellerId,
  timeCursor,
  type TimePosition,
  type WebhookEndpointId,
} from '@moments/kernel';
import {
  DeliveriesQueries,
  type DeliveryView,
  EndpointsQueries,
  EndpointsService,
  type EndpointView,
} from '@moments/webhooks';
import { SellerType } from '../catalog/seller.types.js';
import { SellersLoader } from '../catalog/sellers.loader.js';
import { batched, batchedBy } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { toWebhookDeliveryType, toWebhookEndpointType } from './webhook.mapper.js';
import {
  CreateWebhookEndpointInput,
  UpdateWebhookEndpointInput,
  WebhookDeliveryConnection,
  type WebhookDeliveryType,
  WebhookEndpointPayload,
  WebhookEndpointType,
  WebhookSecretPayload,
} from './webhook.types.js';

/** The endpoints of a seller, for those who act for it. */
@Resolver(() => SellerType)
export class SellerWebhooksResolver {
  private readonly endpoints = batched<SellerId, readonly EndpointView[]>((ids) => this.queries.ofSellers(ids));

  constructor(
    private readonly queries: EndpointsQueries,
    private readonly sellers: SellersLoader,
  ) {}

  @ResolveField(() => [WebhookEndpointType], {
    nullable: true,
    description: 'Newest first; null for whoever does not act for the seller.',
  })
  async webhookEndpoints(
    @Context() context: GraphqlContext,
    @Parent() { sellerId }: SellerType,
  ): Promise<WebhookEndpointType[] | undefined> {
    if (!(await this.sellers.isMember(context, sellerId))) return undefined;
    return ((await this.endpoints.load(context, sellerId)) ?? []).map(toWebhookEndpointType);
  }
}

/** Where a seller's system is told what happens. Whoever acts for the seller sets it up. */
@Resolver(() => WebhookEndpointType)
export class WebhookEndpointsResolver {
  private readonly logs = batchedBy<WebhookEndpointId, PageWindow<TimePosition>, Page<DeliveryView, TimePosition>>(
    (endpointIds, window) => this.queries.ofEndpoints(endpointIds, window),
  );

  constructor(
    private readonly service: EndpointsService,
    private readonly queries: DeliveriesQueries,
  ) {}

  @ResolveField(() => WebhookDeliveryConnection, { description: 'The delivery log, newest first.' })
  async deliveries(
    @Context() context: GraphqlContext,
    @Parent() { endpointId }: WebhookEndpointType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<WebhookDeliveryType>> {
    const page = (await this.logs.load(context, endpointId, pageWindow(paging, readTimePosition))) ?? emptyPage;
    return toConnection(page, { node: toWebhookDeliveryType, cursor: timeCursor, after: paging.after });
  }

  @Mutation(() => WebhookSecretPayload, { description: 'Tells a system of your seller what happens from now on.' })
  async createWebhookEndpoint(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { url, events, idempotencyKey }: CreateWebhookEndpointInput,
  ): Promise<WebhookSecretPayload> {
    const { endpoint, signingSecret } = await this.service.create({ accountId, url, events, idempotencyKey });
    return { endpoint: toWebhookEndpointType(endpoint), signingSecret };
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Changes where and of what a system is told, or stops it.' })
  async updateWebhookEndpoint(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { endpointId, ...change }: UpdateWebhookEndpointInput,
  ): Promise<WebhookEndpointPayload> {
    const id = readId('webhookEndpoint', endpointId, ['endpointId']);
    return { endpoint: toWebhookEndpointType(await this.service.update({ accountId, endpointId: id, ...change })) };
  }

  @Mutation(() => WebhookSecretPayload, {
    description: 'Gives another signing secret; for a day messages are signed with the one before it, too.',
  })
  async rotateWebhookSecret(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('endpointId', { type: () => ID }) endpointId: string,
  ): Promise<WebhookSecretPayload> {
    const id = readId('webhookEndpoint', endpointId, ['endpointId']);
    const { endpoint, signingSecret } = await this.service.rotateSecret(accountId, id);
    return { endpoint: toWebhookEndpointType(endpoint), signingSecret };
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'With its log, for good. `endpoint` is null.' })
  async removeWebhookEndpoint(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('endpointId', { type: () => ID }) endpointId: string,
  ): Promise<WebhookEndpointPayload> {
    await this.service.remove(accountId, readId('webhookEndpoint', endpointId, ['endpointId']));
    return {};
  }
}
