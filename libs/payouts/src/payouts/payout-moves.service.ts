import { Injectable } from '@nestjs/common';
import { after, businessDayOf, Clock, days, type JournalEntryId, type Money } from '@moments/kernel';
import { addresses, type JournalEntry, LedgerService } from '@moments/ledger';
import { Events, execute, Settings, type Tx } from '@moments/platform';
import { leaveBatch } from '../batches/payout-batches.store.js';
import { type NewStatementLine, StatementLines } from '../earnings/statement-lines.js';
import { PayoutNotThere } from '../payouts.errors.js';
import { banks, payoutRules, payoutTaxes } from '../payouts.settings.js';
import { afterEvent, type PayoutEvent } from './domain/payout-machine.js';
import { moneyOf, type PayoutRow } from './payout.view.js';
import {
  payoutApproved,
  payoutPaid,
  payoutRejected,
  payoutRequested,
  payoutReturned,
  payoutSent,
} from './payouts.events.js';
import { inYearOf } from './tax-year.js';

// What the bank is told stands from now on: files that are written again are the same, whatever is set meanwhile.
const markSent = `
  update payouts
     set status = $3, sent_at = $4, tax_entry = sent.tax_entry, payment_number = nextval('payouts_payment_numbers'),
         correspondent_account = $5::jsonb -> methods.bic ->> 'correspondentAccount'
    from unnest($1::uuid[], $2::uuid[]) as sent (id, tax_entry), payout_methods as methods
   where payouts.id = sent.id and methods.id = payouts.method_id`;

/** What is said of every step: whose payout it is. */
const tell = ({ id, accountId }: Pick<PayoutRow, 'id' | 'accountId'>) => ({ payoutId: id, accountId });

/**
 * Every step of a payout: its row, the money, the statement and the news, in the caller's transaction. The account and the
 * row are locked. A step that the machine does not have throws `PayoutNotThere`.
 */
@Injectable()
export class PayoutMoves {
  constructor(
    private readonly ledger: LedgerService,
    private readonly lines: StatementLines,
    private readonly events: Events,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Takes what is asked for out of what is available. Throws `InsufficientFunds`. */
  async reserve(tx: Tx, { id, accountId, amount }: Pick<PayoutRow, 'id' | 'accountId'> & { amount: Money }) {
    const [from, to] = [addresses.creatorAvailable(accountId), addresses.payoutTransit(id)];
    return this.ledger.post(tx, entry({ id }, 'reserved', [{ from, to, amount }]));
  }

  /** It was requested, and may be approved by the rules alone. */
  async tellRequested(tx: Tx, payout: Pick<PayoutRow, 'id' | 'accountId' | 'status'>): Promise<void> {
    await this.events.emit(tx, payoutRequested, tell(payout));
    if (payout.status === 'APPROVED') await this.events.emit(tx, payoutApproved, tell(payout));
  }

  /** People have approved it. */
  async approve(tx: Tx, payout: PayoutRow): Promise<void> {
    const sql = 'update payouts set status = $2, approved_at = $3 where id = $1';
    await execute(tx, sql, [payout.id, become(payout, 'approve'), this.clock.now()]);
    await this.events.emit(tx, payoutApproved, tell(payout));
  }

  /** The bank is told to pay: from now on taxes are withheld, and only the bank's word goes further. */
  async send(tx: Tx, going: readonly PayoutRow[]): Promise<void> {
    const at = this.clock.now();
    const taxes = await this.settings.getIn(tx, payoutTaxes);
    const payouts = await inYearOf(tx, going, { day: businessDayOf(at), taxes });
    const status = payouts.map((payout) => become(payout, 'send'))[0];
    const taxed = payouts.filter((payout) => moneyOf(payout).tax.minor > 0n);
    const posted = await this.ledger.postMany(
      tx,
      taxed.map((payout) => {
        const [from, to, amount] = [addresses.payoutTransit(payout.id), addresses.taxWithheld, moneyOf(payout).tax];
        return entry(payout, 'tax_withheld', [{ from, to, amount }]);
      }),
    );
    const taxEntries = new Map(taxed.map(({ id }, place) => [id, posted[place]?.id]));
    await execute(tx, markSent, [
      payouts.map(({ id }) => id),
      payouts.map(({ id }) => taxEntries.get(id) ?? null),
      ...[status, at, JSON.stringify(await this.settings.getIn(tx, banks))],
    ]);
    await this.lines.insert(
      tx,
      payouts.flatMap((payout) => leaving(payout, at)),
    );
    for (const payout of payouts) await this.events.emit(tx, payoutSent, tell(payout));
  }

  /** The bank has paid. Gives the row as it is then. */
  async settle(tx: Tx, payout: PayoutRow): Promise<PayoutRow> {
    const status = become(payout, 'settle');
    const paidAt = this.clock.now();
    const [from, to, amount] = [addresses.payoutTransit(payout.id), addresses.bank, moneyOf(payout).net];
    const { id: paidEntry } = await this.ledger.post(tx, entry(payout, 'paid', [{ from, to, amount }]));
    const receiptDue = payout.taxStatus === 'SELF_EMPLOYED' ? await this.receiptDueFrom(tx, paidAt) : null;
    const sql = 'update payouts set status = $2, paid_at = $3, paid_entry = $4, receipt_due = $5 where id = $1';
    await execute(tx, sql, [payout.id, status, paidAt, paidEntry, receiptDue]);
    await this.events.emit(tx, payoutPaid, { ...tell(payout), receiptDue: receiptDue?.toISOString() });
    return { ...payout, status, paidAt, paidEntry, receiptDue };
  }

  /** An operator, the tax service (`reject`) or the bank (`refuse`) says no: everything is as if nothing had been asked. */
  async reject(tx: Tx, payout: PayoutRow, why: { event: 'reject' | 'refuse'; failure: string }): Promise<void> {
    const status = become(payout, why.event);
    const at = this.clock.now();
    const sql = 'update payouts set status = $2, rejected_at = $3, failure = $4 where id = $1';
    await execute(tx, sql, [payout.id, status, at, why.failure]);
    const { id, batchId } = payout;
    if (why.event === 'reject' && batchId !== null) await leaveBatch(tx, { id, batchId });
    await this.takeBack(tx, payout, at);
    await this.events.emit(tx, payoutRejected, { ...tell(payout), failure: why.failure });
  }

  /** The money had left and has come back. A receipt that was given for it must be cancelled. */
  async giveBack(tx: Tx, payout: PayoutRow, failure: string): Promise<void> {
    const status = become(payout, 'giveBack');
    const at = this.clock.now();
    const cancelDue = payout.receiptUrl === null ? null : await this.receiptDueFrom(tx, at);
    const sql = 'update payouts set status = $2, returned_at = $3, failure = $4, receipt_due = $5 where id = $1';
    await execute(tx, sql, [payout.id, status, at, failure, cancelDue]);
    await this.takeBack(tx, payout, at);
    await this.events.emit(tx, payoutReturned, { ...tell(payout), failure });
  }

  /** Reverses what was posted, the last first: money goes back the way it came. */
  private async takeBack(tx: Tx, payout: PayoutRow, at: Date): Promise<void> {
    const undo = (entryId: JournalEntryId | null, what: string) =>
      entryId === null ? undefined : this.ledger.reverse(tx, { ...named(payout, `${what}_reversed`), entryId });
    await undo(payout.paidEntry, 'paid');
    await undo(payout.taxEntry, 'tax_withheld');
    await undo(payout.reservedEntry, 'reserved');
    if (payout.sentAt !== null) await this.lines.insert(tx, comingBack(payout, at));
  }

  private async receiptDueFrom(tx: Tx, at: Date): Promise<Date> {
    const { receiptDays } = await this.settings.getIn(tx, payoutRules);
    return after(at, days(receiptDays));
  }
}

/** Throws `PayoutNotThere` when the machine has no such step. */
function become({ status }: PayoutRow, event: PayoutEvent) {
  const next = afterEvent(status, event);
  if (!next) throw new PayoutNotThere(status);
  return next;
}

const named = ({ id }: Pick<PayoutRow, 'id'>, what: string) => ({
  key: `payout:${id}:${what}`,
  kind: `payout_${what}`,
  reference: `payout:${id}`,
});

const entry = (payout: Pick<PayoutRow, 'id'>, what: string, postings: JournalEntry['postings']): JournalEntry => ({
  ...named(payout, what),
  postings,
});

const negative = ({ minor, currency }: Money): Money => ({ minor: -minor, currency });

/** What the statement says when money goes to the bank: the payout itself, and its tax. */
function leaving(payout: PayoutRow, at: Date): NewStatementLine[] {
  const { net, tax } = moneyOf(payout);
  return [
    line(payout, { at, key: 'sent', kind: 'PAYOUT', amount: negative(net), formula: 'tax - amount' }),
    line(payout, { at, key: 'tax', kind: 'TAX_WITHHELD', amount: negative(tax), formula: '-tax' }),
  ].filter(({ amount }) => amount.minor !== 0n);
}

/** What it says when the money is back. */
function comingBack(payout: PayoutRow, at: Date): NewStatementLine[] {
  const { net, tax } = moneyOf(payout);
  return [
    line(payout, { at, key: 'back', kind: 'PAYOUT_RETURNED', amount: net, formula: 'amount - tax' }),
    line(payout, { at, key: 'tax-back', kind: 'TAX_WITHHELD', amount: tax, formula: 'tax' }),
  ].filter(({ amount }) => amount.minor !== 0n);
}

type LineParts = Pick<NewStatementLine, 'key' | 'kind' | 'amount'> & { at: Date; formula: string };

const line = (
  { id, accountId, currency, amount, tax }: PayoutRow,
  { at, formula, ...parts }: LineParts,
): NewStatementLine => ({
  ...parts,
  key: `payout:${id}:${parts.key}`,
  creatorId: accountId,
  day: businessDayOf(at),
  availableAt: at,
  basis: { formula, inputs: { currency, payoutId: id, amount, tax } },
});
