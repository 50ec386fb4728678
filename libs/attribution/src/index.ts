export { AttributionModule } from './attribution.module.js';
export { AttributionJobsModule } from './attribution-jobs.module.js';
export { purchaseAttributed, purchaseConfirmed, purchaseReturned } from './attributions/attributions.events.js';
export type { AttributionView, TouchView } from './attributions/attribution.view.js';
export { AttributionsQueries } from './attributions/attributions.queries.js';
export { lineProblems } from './purchases/domain/fold-line.js';
export { purchaseEventSchema } from './purchases/purchase-input.js';
export { type PurchaseOutcome, PurchasesService } from './purchases/purchases.service.js';
export type { ClickView } from './clicks/click.view.js';
export { clickEnvironment, type ClickOptions, clickOptionsFrom } from './clicks/click.options.js';
export { ClickSigning } from './clicks/click-signing.js';
export { cardOpened } from './clicks/clicks.events.js';
export { ClicksModule } from './clicks/clicks.module.js';
export { ClicksQueries } from './clicks/clicks.queries.js';
export { ClicksService } from './clicks/clicks.service.js';
export { type CardDrift, CardRecountService } from './conversion/card-recount.service.js';
export {
  type CardConversionView,
  ConversionQueries,
  type ConversionView,
  type MomentConversionView,
} from './conversion/conversion.queries.js';
export {
  type CommissionAgreement,
  CommissionAgreements,
  type PurchasedOn,
} from './commissions/commission-agreements.js';
export { type CardDay, CardDaysQueries, type CardPeriod } from './conversion/card-days.queries.js';
