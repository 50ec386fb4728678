import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { IntegrationAuth } from './authentication.js';
import { CatalogueEndpoint } from './catalogue.endpoint.js';
import { DepositsEndpoint } from './deposits.endpoint.js';
import { OpenApiEndpoint } from './openapi.endpoint.js';

/** What other systems of the marketplace tell us, over plain HTTP. */
@Module({
  imports: [CatalogModule],
  providers: [IntegrationAuth, CatalogueEndpoint, DepositsEndpoint, OpenApiEndpoint],
})
export class IntegrationModule {}
