import { Module } from '@nestjs/common';
import { DepositsQueries } from './deposits/deposits.queries.js';
import { DepositsService } from './deposits/deposits.service.js';
import { CheckpointsService } from './checkpoints/checkpoints.service.js';
import { LedgerExport } from './export/ledger-export.service.js';
import { HoldsService } from './holds/holds.service.js';
import { LedgerQueries } from './ledger.queries.js';
import { LedgerService } from './ledger.service.js';
import { ReconciliationService } from './reconciliation/reconciliation.service.js';

const shared = [
  LedgerService,
  HoldsService,
  LedgerQueries,
  CheckpointsService,
  ReconciliationService,
  DepositsService,
  DepositsQueries,
  LedgerExport,
];

/** Double entry: the journal, holds, balances and statements. */
@Module({ providers: shared, exports: shared })
export class LedgerModule {}
