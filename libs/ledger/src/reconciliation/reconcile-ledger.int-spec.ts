import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Hopeless, Log } from '@moments/platform';
import { type LedgerWorld, openLedgerWorld } from '../testing/index.js';
import { ReconcileLedger } from './reconcile-ledger.job.js';
import { ReconciliationService } from './reconciliation.service.js';

let world: LedgerWorld;
let job: ReconcileLedger;
const logged: { msg: string; rows?: unknown[] }[] = [];

beforeAll(async () => {
  world = await openLedgerWorld();
  await world.wallet('50.00');
  const destination = { write: (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]) };
  const log = new Log({ service: 'test', level: 'info', destination });
  job = new ReconcileLedger(world.app.get(ReconciliationService), log);
});
afterAll(() => world.close());

/** As somebody could who owns the database. */
const forge = (sql: string) =>
  world.database.transaction(async (tx) => {
    await tx.query('alter table ledger_balances disable trigger all');
    await tx.query(sql);
  });

describe('the nightly reconciliation', () => {
  it('says that a ledger is clean', async () => {
    await job.handle();
    expect(logged).toMatchObject([{ msg: 'the ledger is clean' }]);
  });

  it('fails without another try, and has the rows in the log, when somebody has written past it', async () => {
    await forge('update ledger_balances set balance = balance + 1');
    const failure: unknown = await job.handle().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Hopeless);
    expect((failure as Error).message).toMatch(/rows of the ledger are off/);
    expect(logged.at(-1)).toMatchObject({ msg: 'the ledger is not clean', rows: expect.any(Array) });
    expect(JSON.stringify(logged.at(-1)?.rows)).toContain('5001');
  });
});
