import { Module } from '@nestjs/common';
import { HoldsService } from './holds/holds.service.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';

/** Double entry: the journal, holds, balances and statements. */
@Module({
  providers: [LedgerService, HoldsService, LedgerQueries],
  exports: [LedgerService, HoldsService, LedgerQueries],
})
export class LedgerModule {}
