import { Module } from '@nestjs/common';
import { MakeCheckpoints } from './checkpoints/make-checkpoints.job.js';
import { ExpireHolds } from './holds/expire-holds.job.js';
import { LedgerModule } from './ledger.module.js';
import { ReconcileLedger } from './reconciliation/reconcile-ledger.job.js';

/** What the ledger does by the calendar. */
@Module({ imports: [LedgerModule], providers: [ExpireHolds, MakeCheckpoints, ReconcileLedger] })
export class LedgerJobsModule {}
