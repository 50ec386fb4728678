import { Module } from '@nestjs/common';
import { WebhooksModule } from '@moments/webhooks';
import { CatalogGraphqlModule } from '../catalog/catalog.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { WebhookDeliveriesResolver } from './webhook-deliveries.resolver.js';
import { SellerWebhooksResolver, WebhookEndpointsResolver } from './webhook-endpoints.resolver.js';

/** Where sellers' systems are told what happens. */
@Module({
  imports: [CatalogGraphqlModule, GraphqlContextModule, WebhooksModule],
  providers: [SellerWebhooksResolver, WebhookEndpointsResolver, WebhookDeliveriesResolver],
})
export class WebhooksGraphqlModule {}
