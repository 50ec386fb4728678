import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import { type AccountId, Clock, DomainError, type PayoutId } from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database, execute, rows, type Tx } from '@moments/platform';
import { createHash } from 'node:crypto';
import { payoutCurrency } from '../payouts.settings.js';
import { afterEvent, eventsOf } from '../payouts/domain/payout-machine.js';
import { lockPayoutAccounts } from '../payouts/payout-accounts.service.js';
import { PayoutMoves } from '../payouts/payout-moves.service.js';
import { moneyOf, type PayoutRow } from '../payouts/payout.view.js';
import { lockPayouts, payeesOf } from '../payouts/payouts.store.js';
import { BankFileContradicts, BankFileReused, BankFileUnknownPayment, BankFileWrongSum } from './bank-files.errors.js';
import { type BankMessage, type PaymentWord, readBankMessage } from './bank-message.js';
import { bankReference, payoutOfReference } from './domain/payment-order.js';

/** What came of a bank's file: how many payouts went which way. */
export interface BankFileOutcome {
  kind: BankMessage['kind'];
  messageId: string;
  settled: number;
  refused: number;
  returned: number;
  /** Said before, or only on the way. */
  noted: number;
  /** Movements that are none of our payouts. */
  passed: number;
}

/** A file as somebody brings it. */
export interface IncomingBankFile {
  content: Uint8Array;
  /** An operator, when one has uploaded it; null from the command line or the bank itself. */
  by: AccountId | null;
  /** `cli`, or the integration's name. */
  source: string;
}

/** Takes in what banks tell of payouts: each file whole or not at all, each word once, in whatever order they come. */
@Injectable()
export class BankFiles {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly moves: PayoutMoves,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in a pain.002 or a camt.054; the same file again gives the first outcome. Whatever is refused moves no money and
   * leaves a line in the audit log. Throws `BankFileInvalid`, `BankFileTooLarge`, `BankFileUnknownPayment`,
   * `BankFileWrongSum`, `BankFileContradicts`, `BankFileReused`.
   */
  async import(file: IncomingBankFile): Promise<BankFileOutcome> {
    const hash = createHash('sha256').update(file.content).digest();
    const { by: actor, source } = file;
    try {
      const message = readBankMessage(file.content);
      return await this.database.transaction(async (tx) => {
        const earlier = await this.register(tx, hash, message);
        if (earlier) return earlier;
        const outcome = await this.apply(tx, message);
        await execute(tx, 'update bank_files set outcome = $2 where hash = $1', [hash, JSON.stringify(outcome)]);
        await this.audit.record(tx, { actor, action: 'bank_file.imported', details: { source, ...outcome } });
        return outcome;
      });
    } catch (error) {
      if (error instanceof DomainError)
        await this.recordRefusal(error, { actor, source, sha256: hash.toString('hex') });
      throw error;
    }
  }

  /** The outcome when the file was taken in before; whoever takes in the same one at the same time waits here. */
  private async register(tx: Tx, hash: Buffer, { kind, messageId }: BankMessage): Promise<BankFileOutcome | undefined> {
    const insert = `insert into bank_files (hash, kind, message_id, outcome, imported_at) values ($1, $2, $3, '{}', $4)
                    on conflict do nothing`;
    if ((await execute(tx, insert, [hash, kind, messageId, this.clock.now()])) === 1) return undefined;
    const [found] = await rows<{ outcome: BankFileOutcome }>(tx, 'select outcome from bank_files where hash = $1', [
      hash,
    ]);
    // What stands in the way is the message id alone, not the bytes.
    if (!found) throw new BankFileReused();
    // The column gives its fields in an order of its own.
    const { messageId: id, settled, refused, returned, noted, passed } = found.outcome;
    return { kind: found.outcome.kind, messageId: id, settled, refused, returned, noted, passed };
  }

  private async apply(tx: Tx, message: BankMessage): Promise<BankFileOutcome> {
    const { kind, messageId } = message;
    const outcome: BankFileOutcome = { kind, messageId, settled: 0, refused: 0, returned: 0, noted: 0, passed: 0 };
    const words = [...message.payments, ...(await this.wordsOfBatches(tx, message))];
    const payouts = await this.lock(tx, words);
    for (const word of words) {
      const payout = payouts.get(word.reference);
      if (!payout) {
        if (word.must) throw new BankFileUnknownPayment(word.reference);
        outcome.passed += 1;
        continue;
      }
      const now = await this.follow(tx, payout, word);
      if (now === payout) outcome.noted += 1;
      else if (word.word) outcome[word.word] += 1;
      payouts.set(word.reference, now);
    }
    return outcome;
  }

  /** Everything that is decided by is locked first: accounts, payouts, then balances, each in one order. */
  private async lock(tx: Tx, words: readonly PaymentWord[]): Promise<Map<string, PayoutRow>> {
    const ids = [...new Set(words.flatMap(({ reference }) => payoutOfReference(reference) ?? []))];
    await lockPayoutAccounts(tx, await payeesOf(tx, ids));
    const payouts = await lockPayouts(tx, ids);
    const touched = payouts.flatMap(({ id, accountId }) => [
      addresses.creatorAvailable(accountId),
      addresses.payoutTransit(id),
    ]);
    await this.ledger.lockBalances(tx, [...new Set(touched)], payoutCurrency);
    return new Map(payouts.map((payout) => [bankReference(payout.id), payout]));
  }

  /** What is said of a batch holds for each of its payouts of which nothing else is said. */
  private async wordsOfBatches(tx: Tx, { batch, payments }: BankMessage): Promise<PaymentWord[]> {
    if (!batch) return [];
    const batchId = payoutOfReference(batch.reference);
    const found = await rows<{ id: PayoutId }>(tx, 'select id from payouts where batch_id = $1 order by position', [
      batchId ?? null,
    ]);
    if (found.length === 0) throw new BankFileUnknownPayment(batch.reference);
    const { word, failure } = batch;
    if (!word) return [];
    const named = new Set(payments.map(({ reference }) => reference));
    return found
      .map(({ id }) => ({ reference: bankReference(id), word, failure, must: true }))
      .filter(({ reference }) => !named.has(reference));
  }

  /** The payout as it is afterwards; the same object when nothing has changed. */
  private async follow(
    tx: Tx,
    payout: PayoutRow,
    { reference, word, failure, amount }: PaymentWord,
  ): Promise<PayoutRow> {
    const { net } = moneyOf(payout);
    if (amount && (amount.minor !== net.minor || amount.currency !== net.currency))
      throw new BankFileWrongSum(reference);
    if (!word) return payout;
    const events = eventsOf(word, payout.status);
    if (!events) throw new BankFileContradicts(reference, payout.status);
    let now = payout;
    for (const event of events) {
      if (event === 'settle') now = await this.moves.settle(tx, now);
      else {
        if (event === 'giveBack') await this.moves.giveBack(tx, now, failure ?? '');
        else await this.moves.reject(tx, now, { event: 'refuse', failure: failure ?? '' });
        now = { ...now, status: afterEvent(now.status, event) ?? now.status };
      }
    }
    return now;
  }

  private recordRefusal(
    { reason, params }: DomainError,
    { actor, ...details }: { actor: AccountId | null; source: string; sha256: string },
  ): Promise<void> {
    const entry = { actor, action: 'bank_file.refused', details: { ...details, reason, ...params } };
    return this.database.transaction((tx) => this.audit.record(tx, entry));
  }
}
