export { DeliveriesQueries } from './deliveries/deliveries.queries.js';
export { DeliveriesService } from './deliveries/deliveries.service.js';
export type { DeliveryView } from './deliveries/delivery.view.js';
export { EndpointsQueries } from './endpoints/endpoints.queries.js';
export { EndpointsService, sealedWebhookSecrets } from './endpoints/endpoints.service.js';
export type { EndpointStatus, EndpointView } from './endpoints/endpoint.view.js';
export { WebhooksModule } from './webhooks.module.js';
export { WebhooksJobsModule } from './webhooks-jobs.module.js';
