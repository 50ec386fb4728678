import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { WebhookDeliveryId, WebhookEndpointId } from '@moments/kernel';
import {
  DeliveriesQueries,
  DeliveriesService,
  type DeliveryView,
  EndpointsQueries,
  type EndpointView,
} from '@moments/webhooks';
import { SellersLoader } from '../catalog/sellers.loader.js';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { SignedIn } from '../graphql/viewer.js';
import { toWebhookDeliveryType, toWebhookEndpointType } from './webhook.mapper.js';
import { WebhookDeliveryPayload, WebhookDeliveryType } from './webhook.types.js';

/** Messages to sellers' systems: looked up, tried out, sent again. */
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveriesResolver implements OnModuleInit {
  private readonly endpointsById = batched<WebhookEndpointId, EndpointView>((ids) => this.endpoints.byIds(ids));
  private readonly deliveriesById = batched<WebhookDeliveryId, DeliveryView>((ids) => this.deliveries.byIds(ids));

  constructor(
    private readonly service: DeliveriesService,
    private readonly deliveries: DeliveriesQueries,
    private readonly endpoints: EndpointsQueries,
    private readonly sellers: SellersLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('webhookEndpoint', async (context, id) => {
      const endpoint = await this.ownEndpoint(context, id);
      return endpoint && toWebhookEndpointType(endpoint);
    });
    this.nodes.register('webhookDelivery', async (context, id) => {
      const delivery = await this.deliveriesById.load(context, id);
      const isOwn = delivery && (await this.ownEndpoint(context, delivery.endpointId));
      return isOwn ? toWebhookDeliveryType(delivery) : undefined;
    });
  }

  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends `ping` to an endpoint, to see that messages arrive.' })
  async pingWebhookEndpoint(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('endpointId', { type: () => ID }) endpointId: string,
  ): Promise<WebhookDeliveryPayload> {
    const id = readId('webhookEndpoint', endpointId, ['endpointId']);
    return { delivery: toWebhookDeliveryType(await this.service.ping(accountId, id)) };
  }

  @Mutation(() => WebhookDeliveryPayload, { description: 'Sends a message once more, under its id.' })
  async redeliverWebhook(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('deliveryId', { type: () => ID }) deliveryId: string,
  ): Promise<WebhookDeliveryPayload> {
    const id = readId('webhookDelivery', deliveryId, ['deliveryId']);
    return { delivery: toWebhookDeliveryType(await this.service.redeliver(accountId, id)) };
  }

  /** `undefined` for whoever does not act for its seller. */
  private async ownEndpoint(context: GraphqlContext, id: WebhookEndpointId): Promise<EndpointView | undefined> {
    const endpoint = await this.endpointsById.load(context, id);
    return endpoint && (await this.sellers.isMember(context, endpoint.sellerId)) ? endpoint : undefined;
  }
}
