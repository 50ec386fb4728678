import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import {
  type AccountId,
  Clock,
  IdempotencyConflict,
  idempotencyKey,
  type Money,
  newId,
  parseInput,
  type PayoutId,
} from '@moments/kernel';
import { addresses, InsufficientFunds, LedgerService } from '@moments/ledger';
import { Database, inputHash, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { PayoutCurrencyUnsupported } from '../payouts.errors.js';
import { payoutCurrency, payoutRules, payoutTaxes, type PayoutRules, type PayoutTaxes } from '../payouts.settings.js';
import { TaxChecks } from '../tax/tax-checks.service.js';
import { decideRequest } from './domain/payout-request.js';
import { lockPayoutAccounts } from './payout-accounts.service.js';
import { PayoutMoves } from './payout-moves.service.js';
import { type PayoutRow, toPayoutView, type PayoutView } from './payout.view.js';
import { findByKey, insertPayout } from './payouts.store.js';
import { readPayee } from './payees.store.js';
import { requestRules } from './request-rules.js';

/** What a creator, or the calendar for them, asks for. */
export interface PayoutRequest {
  accountId: AccountId;
  /** As much as there is, and limits allow, when left out. */
  amount?: Money;
  idempotencyKey: string;
  /** True unless the calendar asks. */
  byCreator?: boolean;
}

interface Deciding {
  rules: PayoutRules;
  taxes: PayoutTaxes;
  hash: string;
}

const input = z.object({ idempotencyKey });

/** Payouts as creators ask for them. */
@Injectable()
export class PayoutsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly checks: TaxChecks,
    private readonly moves: PayoutMoves,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes money out of what is available and sends it on its way. Repeating a key gives the first payout; another amount
   * under it is `IDEMPOTENCY_CONFLICT`. Throws what `decideRequest` throws, `InsufficientFunds`, `AccountSuspended`,
   * `AccountGone`, `PayoutCurrencyUnsupported`.
   */
  async request(request: PayoutRequest): Promise<PayoutView> {
    const { accountId, amount } = request;
    parseInput(input, request);
    if (amount && amount.currency !== payoutCurrency) throw new PayoutCurrencyUnsupported(payoutCurrency);
    const hash = inputHash({ amount: amount ? `${amount.minor}` : null });
    // Over the network, so before the transaction; by what has come of it the transaction decides.
    await this.checks.refresh(accountId);
    const deciding = { hash, rules: await this.settings.get(payoutRules), taxes: await this.settings.get(payoutTaxes) };
    return this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      // Before the key is looked for: two calls with one key must not both find nothing.
      await lockPayoutAccounts(tx, [accountId]);
      const earlier = await findByKey(tx, accountId, request.idempotencyKey);
      if (earlier) return replay(earlier, hash);
      return toPayoutView(await this.decide(tx, request, deciding));
    });
  }

  private async decide(tx: Tx, request: PayoutRequest, { rules, taxes, hash }: Deciding): Promise<PayoutRow> {
    const { accountId } = request;
    const id = newId<'payout'>();
    const requestedAt = this.clock.now();
    const available = await this.lockAvailable(tx, accountId, id);
    const known = await readPayee(tx, accountId, { rules, taxes, now: requestedAt });
    const decision = decideRequest(request.amount, { ...known.payee, available }, requestRules(rules, taxes));
    const { amount, tax, review, approvalsNeeded } = decision;
    if (amount.minor > available.minor) {
      const missing = { minor: amount.minor - available.minor, currency: amount.currency };
      throw new InsufficientFunds(addresses.creatorAvailable(accountId), missing);
    }
    const { profile, methodId, taxYear } = known;
    if (!profile || !methodId) throw new Error('a payee without profile or method was not refused');
    const { id: reservedEntry } = await this.moves.reserve(tx, { id, accountId, amount });
    const status = approvalsNeeded === 0 ? ('APPROVED' as const) : ('REQUESTED' as const);
    const payout = {
      ...{ id, accountId, methodId, taxYear, status, review, approvalsNeeded, requestedAt, reservedEntry },
      ...{ currency: amount.currency, taxStatus: profile.status, payeeName: profile.legalName, payeeInn: profile.inn },
      inputHash: hash,
    };
    const { byCreator = true, idempotencyKey: key } = request;
    await insertPayout(tx, { ...payout, amount: amount.minor, tax: tax.minor, byCreator, idempotencyKey: key });
    await this.moves.tellRequested(tx, payout);
    return { ...payout, ...untouched, amount: `${amount.minor}`, tax: `${tax.minor}` };
  }

  /** What can be paid out: what is available less what is owed. Nobody moves either until the transaction ends. */
  private async lockAvailable(tx: Tx, accountId: AccountId, payoutId: PayoutId): Promise<Money> {
    const [available, debt] = [addresses.creatorAvailable(accountId), addresses.creatorDebt(accountId)];
    const all = [available, debt, addresses.payoutTransit(payoutId)];
    const locked = await this.ledger.lockBalances(tx, all, payoutCurrency);
    const minor = (locked.get(available)?.available.minor ?? 0n) + (locked.get(debt)?.balance.minor ?? 0n);
    return { minor: minor > 0n ? minor : 0n, currency: payoutCurrency };
  }
}

/** What nothing has happened to yet. */
const untouched = {
  ...{ batchId: null, position: null, sentAt: null, paidAt: null, failure: null, taxEntry: null, paidEntry: null },
  ...{ receiptDue: null, receiptUrl: null, receiptCancelled: false },
};

function replay(earlier: PayoutRow, hash: string): PayoutView {
  if (earlier.inputHash !== hash) throw new IdempotencyConflict();
  return toPayoutView(earlier);
}
