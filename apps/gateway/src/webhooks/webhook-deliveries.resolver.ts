import type { OnModuleInit } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { DeliveriesQueries, DeliveriesService, EndpointsQueries } from '@moments/webhooks';
import { SellersLoader } from '../catalog/sellers.loader.js';
import type { SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { SignedIn } from '../graphql/viewer.js';
import { toWebhookDeliveryType, toWebhookEndpointType } from './webhook.mapper.js';
import { WebhookDeliveryPayload, WebhookDeliveryType } from './webhook.types.js';

/** Messages to sellers' systems: looked up, tried out, sent again. */
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveriesResolver implements OnModuleInit {
  constructor(
    private readonly service: DeliveriesService,
    private readonly deliveries: DeliveriesQueries,
    private readonly endpoints: EndpointsQueries,
    private readonly sellers: SellersLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('webhookEndpoint', async (context, id) => {
      const endpoint = (await this.endpoints.byIds([id])).get(id);
      const mayLook = endpoint && (await this.sellers.isMember(context, endpoint.sellerId));
      return mayLook ? toWebhookEndpointType(endpoint) : undefined;
    });
    this.nodes.register('webhookDelivery', async (context, id) => {
      const delivery = (await this.deliveries.byIds([id])).get(id);
      const endpoint = delivery && (await this.endpoints.byIds([delivery.endpointId])).get(delivery.endpointId);
      const mayLook = endpoint && (await this.sellers.isMember(context, endpoint.sellerId));
      return mayLook ? toWebhookDeliveryType(delivery) : undefined;
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
}
