import { Module } from '@nestjs/common';
import { AttributionModule } from '@moments/attribution';
import { CatalogModule } from '@moments/catalog';
import { IntegrationsModule } from '@moments/identity';
import { IntegrationAuth } from './authentication.js';
import { BankFilesEndpoint } from './bank-files.endpoint.js';
import { CallerLimits } from './caller-limits.js';
import { CatalogueEndpoint } from './catalogue.endpoint.js';
import { DepositsEndpoint } from './deposits.endpoint.js';
import { OpenApiEndpoint } from './openapi.endpoint.js';
import { PurchasesEndpoint } from './purchases.endpoint.js';

/** What other systems of the marketplace tell us, over plain HTTP. */
@Module({
  imports: [AttributionModule, CatalogModule, IntegrationsModule],
  providers: [
    IntegrationAuth,
    BankFilesEndpoint,
    CallerLimits,
    CatalogueEndpoint,
    DepositsEndpoint,
    OpenApiEndpoint,
    PurchasesEndpoint,
  ],
})
export class IntegrationModule {}
