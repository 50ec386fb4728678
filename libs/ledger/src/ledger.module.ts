import { Module } from '@nestjs/common';
import { DepositsQueries } from './deposits/deposits.queries.js';
import { DepositsService } from './deposits/deposits.service.js';
import { HoldsService } from './holds/holds.service.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';

/** Double entry: the journal, holds, balances and statements. */
@Module({
  providers: [LedgerService, HoldsService, LedgerQueries, DepositsService, DepositsQueries],
  exports: [LedgerService, HoldsService, LedgerQueries, DepositsService, DepositsQueries],
})
export class LedgerModule {}
