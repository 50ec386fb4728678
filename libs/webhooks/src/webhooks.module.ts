import { Module } from '@nestjs/common';
import { DeliveriesQueries } from './deliveries/deliveries.queries.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { EndpointsQueries } from './endpoints/endpoints.queries.js';
import { EndpointsService } from './endpoints/endpoints.service.js';

const exported = [DeliveriesQueries, DeliveriesService, EndpointsQueries, EndpointsService];

/** Telling sellers' systems what happens. Secrets are sealed: it wants the `SealingModule` of platform beside it. */
@Module({ providers: exported, exports: exported })
export class WebhooksModule {}
