import { defineJob, HandlesJob, Hopeless, type JobHandler, Log } from '@moments/platform';
import { z } from 'zod';
import { ReconciliationService } from './reconciliation.service.js';

const reconcileLedger = defineJob({
  name: 'reconcile-ledger',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  // Some eighty minutes in all: for a PostgreSQL that is away nobody needs to be woken at once.
  attempts: 9,
  timeoutMs: 3 * 3_600_000,
  // Before the bank opens, after the day before has been closed.
  cron: '30 3 * * *',
});

// The first tell what it is about; `cli reconcile` tells of all.
const toldRows = 20;

/** Proves the ledger every night. A ledger that is not whole is a dead job, and its rows are in the log. */
@HandlesJob(reconcileLedger)
export class ReconcileLedger implements JobHandler<object> {
  constructor(
    private readonly reconciliation: ReconciliationService,
    private readonly log: Log,
  ) {}

  async handle(): Promise<void> {
    const { ok, drifts, drift, counted } = await this.reconciliation.run();
    if (ok) {
      this.log.log({ counted }, 'the ledger is clean');
      return;
    }
    this.log.error({ drifts, rows: drift.slice(0, toldRows) }, 'the ledger is not clean');
    // What is off now will be off at the next try, too: the job is dead at once, and stays so for all to see.
    throw new Hopeless(`${drifts} rows of the ledger are off: "reconcile" of the command line names them`);
  }
}
