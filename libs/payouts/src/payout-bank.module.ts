import { type DynamicModule, Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { BankFiles } from './bank-files/bank-files.service.js';
import { PayoutBatchesQueries } from './batches/payout-batches.queries.js';
import { PayoutBatches } from './batches/payout-batches.service.js';
import { PayoutFiles } from './batches/payout-files.service.js';
import { PayeeErasure } from './erasure/payee-erasure.service.js';
import { PayoutMethodsQueries } from './methods/payout-methods.queries.js';
import { PayoutMethods } from './methods/payout-methods.service.js';
import { PayoutsModule } from './payouts.module.js';
import { PayoutApprovals } from './payouts/payout-approvals.service.js';
import { PayoutSchedule } from './payouts/payout-schedule.service.js';
import { PayoutMoves } from './payouts/payout-moves.service.js';
import { PayoutsQueries } from './payouts/payouts.queries.js';
import { PayoutsService } from './payouts/payouts.service.js';
import { Receipts } from './payouts/receipts.service.js';
import { HttpTaxService } from './tax/http-tax-service.js';
import { TaxRechecks } from './tax/tax-rechecks.service.js';
import { TaxChecks } from './tax/tax-checks.service.js';
import { TAX_SERVICE_OPTIONS, type TaxServiceOptions } from './tax/tax-service.options.js';
import { TaxService } from './tax/tax-service.js';

const exported = [
  BankFiles,
  PayeeErasure,
  PayoutApprovals,
  PayoutBatches,
  PayoutBatchesQueries,
  PayoutFiles,
  PayoutMethods,
  PayoutMethodsQueries,
  PayoutSchedule,
  PayoutsQueries,
  PayoutsService,
  Receipts,
  TaxChecks,
  TaxRechecks,
];

/** The way of money to creators' banks. Needs `SealingModule`. Registered once, available everywhere. */
@Module({})
export class PayoutBankModule {
  static forRoot(options: TaxServiceOptions): DynamicModule {
    return {
      module: PayoutBankModule,
      global: true,
      imports: [IdentityModule, LedgerModule, PayoutsModule],
      providers: [
        ...exported,
        PayoutMoves,
        { provide: TAX_SERVICE_OPTIONS, useValue: options },
        { provide: TaxService, useClass: HttpTaxService },
      ],
      exports: exported,
    };
  }
}
