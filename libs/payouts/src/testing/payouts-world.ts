import { IdentityModule } from '@moments/identity';
import { type AccountId, businessDayOf, currency, type Money, newId, parseMoney, type PayoutId } from '@moments/kernel';
import { addresses, LedgerQueries, type ReconciliationReport, ReconciliationService } from '@moments/ledger';
import { execute, SealingModule, Settings, statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomBytes, randomUUID } from 'node:crypto';
import { type LocalTaxService, startLocalTaxService } from '../../../../tools/tax-service/server.js';
import { BankFiles } from '../bank-files/bank-files.service.js';
import { PayoutBatches } from '../batches/payout-batches.service.js';
import type { PayoutBatchView } from '../batches/payout-batch.view.js';
import { PayoutFiles } from '../batches/payout-files.service.js';
import { EarningsService } from '../earnings/earnings.service.js';
import { EarningsReleases } from '../earnings/earnings-releases.js';
import { PayoutMethods } from '../methods/payout-methods.service.js';
import { PayoutBankModule } from '../payout-bank.module.js';
import { PayoutsModule } from '../payouts.module.js';
import { PayoutApprovals } from '../payouts/payout-approvals.service.js';
import type { PayoutView } from '../payouts/payout.view.js';
import { PayoutsQueries } from '../payouts/payouts.queries.js';
import { PayoutsService } from '../payouts/payouts.service.js';
import { TaxProfiles } from '../tax/tax-profiles.service.js';
import type { TaxStatus } from '../tax/tax-profile.view.js';
import { aRussianAccount, anInn } from './numbers.js';

const rub = (amount: string): Money => parseMoney(amount, currency('RUB'));

/** Who pays in tests. */
export const testDebtor = {
  ...{ name: 'ООО «Моментс»', inn: '7830002293', kpp: '783001001', bic: '049805746', account: '40602810700000000025' },
  ...{ bankName: 'Банк', correspondentAccount: '30101810800000000746' },
};

/** Creators with money, operators, and a tax service that can be told what to say. */
export class PayoutsWorld {
  readonly requests: PayoutsService;
  readonly approvals: PayoutApprovals;
  readonly batches: PayoutBatches;
  readonly files: PayoutFiles;
  readonly bank: BankFiles;
  operators: [AccountId, AccountId, AccountId] = ['', '', ''] as never;

  private constructor(
    readonly lib: LibWorld,
    readonly taxService: LocalTaxService,
  ) {
    const { app } = lib;
    [this.requests, this.approvals, this.batches] = [
      app.get(PayoutsService),
      app.get(PayoutApprovals),
      app.get(PayoutBatches),
    ];
    [this.files, this.bank] = [app.get(PayoutFiles), app.get(BankFiles)];
  }

  /** With further modules beside its own. */
  static async open(more: Parameters<typeof openLibWorld>[0] = []): Promise<PayoutsWorld> {
    const taxService = await startLocalTaxService();
    const lib = await openLibWorld([
      IdentityModule,
      SealingModule.forRoot({ sealKeys: [randomBytes(32)] }),
      PayoutBankModule.forRoot({ url: taxService.url, timeoutMs: 30_000 }),
      PayoutsModule,
      ...more,
    ]);
    const world = new PayoutsWorld(lib, taxService);
    await lib.app.get(Settings).set('payouts.debtor', testDebtor, 'test');
    world.operators = [await anAccount(lib), await anAccount(lib), await anAccount(lib)];
    return world;
  }

  async close(): Promise<void> {
    await this.lib.close();
    await this.taxService.close();
  }

  /** A creator who may be paid, with money available. */
  async aCreator({ status = 'SOLE_PROPRIETOR', available = '0.00' }: { status?: TaxStatus; available?: string } = {}) {
    const accountId = await anAccount(this.lib);
    const declared = { accountId, status, legalName: 'Ада Лавлейс', inn: anInn() };
    await this.lib.database.transaction((tx) => this.lib.app.get(TaxProfiles).declare(tx, declared));
    await this.lib.app.get(PayoutMethods).set({ accountId, ...aRussianAccount() });
    await this.earn(accountId, available);
    return { accountId, inn: declared.inn };
  }

  /** Lets a creator earn something that is available at once. */
  async earn(creatorId: AccountId, amount: string): Promise<void> {
    const money = rub(amount);
    if (money.minor === 0n) return;
    const { app, clock, database } = this.lib;
    const at = clock.now();
    const fact = { key: `test:${newId()}`, creatorId, day: businessDayOf(at), kind: 'VIEW_REWARD' as const };
    const basis = { formula: 'test', inputs: {} };
    await database.transaction(async (tx) => {
      const earning = { ...fact, amount: money, source: addresses.platformRewards, availableAt: at, basis };
      await app.get(EarningsService).record(tx, [earning]);
      await app.get(EarningsReleases).release(tx, [creatorId]);
    });
  }

  request(accountId: AccountId, amount?: string, idempotencyKey: string = randomUUID()): Promise<PayoutView> {
    return this.requests.request({ accountId, idempotencyKey, ...(amount ? { amount: rub(amount) } : {}) });
  }

  /** Requested, and approved by as many as are needed. */
  async approved(accountId: AccountId, amount?: string): Promise<PayoutView> {
    const payout = await this.request(accountId, amount);
    for (const by of this.operators.slice(0, payout.approvalsNeeded)) {
      await this.approvals.approve({ payoutId: payout.id, by });
    }
    return this.payout(payout.id);
  }

  /** Everything that is approved and may go, with the bank. */
  async sendAll(): Promise<PayoutBatchView> {
    const [first, second] = this.operators;
    const { id: batchId } = await this.batches.create({ by: first, idempotencyKey: randomUUID() });
    await this.batches.approve({ batchId, by: first });
    return this.batches.approve({ batchId, by: second });
  }

  async payout(id: PayoutId): Promise<PayoutView> {
    const found = (await this.lib.app.get(PayoutsQueries).byIds([id])).get(id);
    if (!found) throw new Error('no such payout');
    return found;
  }

  /** What a creator has available, in kopecks. */
  async available(accountId: AccountId): Promise<bigint> {
    const account = { address: addresses.creatorAvailable(accountId), currency: currency('RUB') };
    return (await this.lib.app.get(LedgerQueries).balances([account]))[0]?.available.minor ?? 0n;
  }

  reconcile(): Promise<ReconciliationReport> {
    return this.lib.app.get(ReconciliationService).run();
  }

  /** What the audit log says was done, in order. */
  async audited(): Promise<string[]> {
    const found = await this.lib.database.read<{ action: string }>(audited);
    return found.map(({ action }) => action);
  }

  /** Runs SQL as the role that owns everything. */
  sql(text: string, parameters: unknown[] = []): Promise<number> {
    return this.lib.database.transaction((tx) => execute(tx, text, parameters));
  }
}

const audited = statement('test.payouts-audited', 'select action from audit_log order by at, id');
