import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import { AttributionsQueries } from './attributions/attributions.queries.js';
import { ResettlingService } from './attributions/resettling.service.js';
import { SettlingService } from './attributions/settling.service.js';
import { ClicksQueries } from './clicks/clicks.queries.js';
import { CommissionAgreements } from './commissions/commission-agreements.js';
import { CardDaysQueries } from './conversion/card-days.queries.js';
import { CardRecountService } from './conversion/card-recount.service.js';
import { ConversionQueries } from './conversion/conversion.queries.js';
import { Knowing } from './purchases/knowledge.js';
import { PurchasesService } from './purchases/purchases.service.js';

const exported = [
  AttributionsQueries,
  CardDaysQueries,
  CardRecountService,
  ClicksQueries,
  CommissionAgreements,
  ConversionQueries,
  PurchasesService,
  ResettlingService,
];

/** Which opened product cards led to which purchases. */
@Module({
  imports: [CatalogModule, IdentityModule],
  providers: [...exported, Knowing, SettlingService],
  exports: exported,
})
export class AttributionModule {}
