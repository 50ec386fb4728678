import { Injectable } from '@nestjs/common';
import { currency, NotFound, type PayoutBatchId } from '@moments/kernel';
import { Database, execute, ObjectStorage, rows, Sealing, type Tx } from '@moments/platform';
import { createHash } from 'node:crypto';
import { fitsExchange1c, writeExchange1c } from '../bank-files/domain/exchange-1c.js';
import { writePain001 } from '../bank-files/domain/pain001.js';
import { bankReference, type PaymentBatch, type PaymentOrder } from '../bank-files/domain/payment-order.js';

/** The forms in which banks are told. */
const payoutFileFormats = ['pain001', 'exchange1c'] as const;
export type PayoutFileFormat = (typeof payoutFileFormats)[number];

const formats = {
  pain001: { name: 'pain.001.001.09.xml', type: 'application/xml', column: 'pain001_hash', write: writePain001 },
  exchange1c: {
    name: '1c_to_kl.txt',
    type: 'text/plain; charset=windows-1251',
    column: 'exchange1c_hash',
    write: writeExchange1c,
  },
} as const;

interface OrderRow extends Omit<PaymentOrder, 'net' | 'accountNumber'> {
  net: string;
  currency: string;
  methodId: string;
  /** Null once whoever was paid is gone. */
  sealedNumber: Buffer | null;
}

type BatchRow = Pick<PaymentBatch, 'sentAt' | 'debtor'> & Readonly<Record<PayoutFileFormat, boolean>>;

const linkSeconds = 600;

/** What the bank is given, kept in the private bucket. */
@Injectable()
export class PayoutFiles {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly sealing: Sealing,
  ) {}

  /**
   * Writes the files of a batch that is sent; again gives the same bytes, and once somebody in it is forgotten those that lie
   * in the store. Gives which. Throws `NotFound` for any other.
   */
  async write(batchId: PayoutBatchId): Promise<PayoutFileFormat[]> {
    const batch = await this.database.transaction((tx) => this.read(tx, batchId));
    if (!('orders' in batch)) return batch.written;
    const written = payoutFileFormats.filter((format) => format !== 'exchange1c' || fitsExchange1c(batch));
    for (const format of written) {
      const { write, type, column } = formats[format];
      const content = write(batch);
      const hash = createHash('sha256').update(content).digest();
      // Another content for one batch could be paid twice by whoever tells files apart by their content: never.
      const known = `select from payout_batches where id = $1 and ${column} <> $2`;
      const set = `update payout_batches set ${column} = $2 where id = $1`;
      const differs = await this.database.transaction((tx) => rows(tx, known, [batchId, hash]));
      if (differs.length > 0) throw new Error(`the ${format} file of batch ${batchId} came out otherwise than before`);
      await this.storage.put(addressOf(batchId, format), content, type);
      await this.database.transaction((tx) => execute(tx, set, [batchId, hash]));
    }
    return written;
  }

  /** A link to a file, for ten minutes. */
  link(batchId: PayoutBatchId, format: PayoutFileFormat): Promise<string> {
    const fileName = `${bankReference(batchId)}-${formats[format].name}`;
    return this.storage.presignRead(addressOf(batchId, format), { fileName, expiresInSeconds: linkSeconds });
  }

  private async read(tx: Tx, batchId: PayoutBatchId): Promise<PaymentBatch | { written: PayoutFileFormat[] }> {
    const batchSql = `
      select sent_at as "sentAt", debtor, pain001_hash is not null as pain001, exchange1c_hash is not null as exchange1c
        from payout_batches where id = $1 and status = 'SENT'`;
    const [batch] = await rows<BatchRow>(tx, batchSql, [batchId]);
    if (!batch) throw new NotFound('payoutBatch');
    const { sentAt, debtor } = batch;
    const found = await rows<OrderRow>(
      tx,
      `select payouts.id as "payoutId", payouts.position, payment_number as number, (amount - tax)::text as net, currency,
              payee_name as "payeeName", payee_inn as "payeeInn", methods.id as "methodId", methods.kind, methods.bic,
              correspondent_account as "correspondentAccount", methods.sealed_number as "sealedNumber", methods.bank_name as "bankName"
         from payouts join payout_methods as methods on methods.id = payouts.method_id
        where batch_id = $1 order by position`,
      [batchId],
    );
    const orders = found.flatMap((row) => this.toOrder(row) ?? []);
    if (orders.length < found.length) return { written: payoutFileFormats.filter((format) => batch[format]) };
    return { id: batchId, sentAt, debtor, orders };
  }

  private toOrder({ net, currency: code, methodId, sealedNumber, ...order }: OrderRow): PaymentOrder | undefined {
    if (!sealedNumber) return undefined;
    const accountNumber = this.sealing.open({ content: sealedNumber, owner: methodId }).toString();
    return { ...order, accountNumber, net: { minor: BigInt(net), currency: currency(code) } };
  }
}

const addressOf = (batchId: PayoutBatchId, format: PayoutFileFormat) => ({
  bucket: 'uploads' as const,
  key: `payouts/${batchId}/${formats[format].name}`,
});
