import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { DepositsEndpoint } from './deposits.endpoint.js';

/** What other systems of the marketplace tell us, over plain HTTP. */
@Module({ imports: [CatalogModule], providers: [DepositsEndpoint] })
export class IntegrationModule {}
