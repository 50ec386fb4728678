import { ResolveField, Resolver } from '@nestjs/graphql';
import { requireRole } from '@moments/identity';
import { currency } from '@moments/kernel';
import { type ReconciliationReport, ReconciliationService, walletCurrency } from '@moments/ledger';
import { Settings } from '@moments/platform';
import type { SignedInViewer } from '../graphql/context.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { ReconciliationType } from './reconciliation.types.js';

@Resolver(() => OperatorQueryType)
export class ReconciliationResolver {
  // It reads the whole ledger: operators who ask at the same time share one.
  private running?: Promise<ReconciliationReport>;

  constructor(
    private readonly service: ReconciliationService,
    private readonly settings: Settings,
  ) {}

  @ResolveField(() => ReconciliationType, {
    description: 'Reads the whole ledger, in time that grows with it; the command line has the same.',
  })
  async reconciliation(@SignedIn() viewer: SignedInViewer): Promise<ReconciliationType> {
    requireRole(viewer, 'OPERATOR');
    this.running ??= this.service.run().finally(() => (this.running = undefined));
    const [report, code] = await Promise.all([this.running, this.settings.get(walletCurrency)]);
    return toReconciliationType(report, code);
  }
}

function toReconciliationType(report: ReconciliationReport, code: string): ReconciliationType {
  const { at, counted, sums, checked, drift, drifts, ok } = report;
  // A currency that does not add up is the one to be told of.
  const sum = sums.find(({ minor }) => minor !== 0n) ?? { minor: 0n, currency: currency(code) };
  return Object.assign(new ReconciliationType(), {
    at,
    accounts: counted.accounts,
    transfers: counted.postings,
    entriesSum: toMoneyType(sum),
    drift: drifts,
    ok,
    checks: checked.map(({ name, rule, drifts: off }) => ({ name, rule, drift: off })),
    rows: [...drift],
  });
}
