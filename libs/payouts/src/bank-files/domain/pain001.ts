import { businessDayOf, currency, formatAmount } from '@moments/kernel';
import { bankReference, type PaymentBatch, type PaymentOrder, purposeOf, totalOf } from './payment-order.js';
import { element, writeXml, type XmlElement } from './xml.js';

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const maxName = 140;

/** Instants without fractions: banks do not read them. */
const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

const decimals = (minor: bigint): string => formatAmount({ minor, currency: currency('RUB') });

/** An organisation's or a person's INN. */
const taxId = (what: 'OrgId' | 'PrvtId', inn: string): XmlElement =>
  element('Id', [element(what, [element('Othr', [element('Id', inn), element('SchmeNm', [element('Cd', 'TXID')])])])]);

/** A bank by its BIC: the Bank of Russia's of 9 digits, or ISO 9362's. */
const agent = (bic: string, name: string): XmlElement =>
  element('FinInstnId', [
    ...(/^\d/.test(bic)
      ? [element('ClrSysMmbId', [element('ClrSysId', [element('Cd', 'RUCBC')]), element('MmbId', bic)])]
      : [element('BICFI', bic)]),
    element('Nm', name.slice(0, maxName)),
  ]);

const account = (kind: PaymentOrder['kind'], number: string): XmlElement =>
  element('Id', [
    kind === 'IBAN'
      ? element('IBAN', number)
      : element('Othr', [element('Id', number), element('SchmeNm', [element('Cd', 'BBAN')])]),
  ]);

const transfer = (order: PaymentOrder): XmlElement =>
  element('CdtTrfTxInf', [
    element('PmtId', [element('InstrId', `${order.position}`), element('EndToEndId', bankReference(order.payoutId))]),
    element('Amt', [element('InstdAmt', formatAmount(order.net), { Ccy: order.net.currency })]),
    element('CdtrAgt', [agent(order.bic, order.bankName)]),
    element('Cdtr', [element('Nm', order.payeeName.slice(0, maxName)), taxId('PrvtId', order.payeeInn)]),
    element('CdtrAcct', [account(order.kind, order.accountNumber)]),
    element('RmtInf', [element('Ustrd', purposeOf(order))]),
  ]);

/**
 * A batch as ISO 20022 has it: CustomerCreditTransferInitiationV09. The same batch is always the same bytes, so that a bank
 * knows by its message id a file that it has got before.
 */
export function writePain001(batch: PaymentBatch): Buffer {
  const { debtor, orders, sentAt } = batch;
  const [id, count, sum] = [bankReference(batch.id), `${orders.length}`, decimals(totalOf(batch))];
  const group = element('GrpHdr', [
    element('MsgId', id),
    element('CreDtTm', instant(sentAt)),
    element('NbOfTxs', count),
    element('CtrlSum', sum),
    element('InitgPty', [element('Nm', debtor.name), taxId('OrgId', debtor.inn)]),
  ]);
  const payments = element('PmtInf', [
    element('PmtInfId', id),
    element('PmtMtd', 'TRF'),
    element('BtchBookg', 'false'),
    element('NbOfTxs', count),
    element('CtrlSum', sum),
    element('ReqdExctnDt', [element('Dt', businessDayOf(sentAt))]),
    element('Dbtr', [element('Nm', debtor.name), taxId('OrgId', debtor.inn)]),
    element('DbtrAcct', [account('RU_ACCOUNT', debtor.account), element('Ccy', 'RUB')]),
    element('DbtrAgt', [agent(debtor.bic, debtor.bankName)]),
    element('ChrgBr', 'DEBT'),
    ...orders.map(transfer),
  ]);
  const root = element('Document', [element('CstmrCdtTrfInitn', [group, payments])], { xmlns: namespace });
  return Buffer.from(writeXml(root), 'utf8');
}
