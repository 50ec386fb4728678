import { InvalidInput, isCurrency, type Money, parseMoney } from '@moments/kernel';
import type { BankWord } from '../payouts/domain/payout-machine.js';
import { BankFileInvalid } from './bank-files.errors.js';
import { all, readXml, textAt, type XmlNode } from './read-xml.js';

/** What a bank says of one payment of ours. */
export interface PaymentWord {
  /** The EndToEndId that we gave. */
  readonly reference: string;
  /** Left out for what is said on the way: received, checked. */
  readonly word?: BankWord;
  /** The bank's reason for not paying, as ISO 20022 has it: `AC04`. */
  readonly failure?: string;
  readonly amount?: Money;
  /** False for money that may not be ours: of an unknown reference nothing is said. */
  readonly must: boolean;
}

/** The batch that a report is about, and what it says of all its payments that it does not name. */
interface BatchWord {
  readonly reference: string;
  readonly word?: BankWord;
  readonly failure?: string;
}

export interface BankMessage {
  readonly kind: 'pain.002' | 'camt.054';
  readonly messageId: string;
  readonly payments: readonly PaymentWord[];
  readonly batch?: BatchWord;
}

// ExternalPaymentTransactionStatus1Code: what ends a payment; all others are said on the way.
const endings: Readonly<Record<string, BankWord>> = {
  ACSC: 'settled',
  ACCC: 'settled',
  RJCT: 'refused',
  CANC: 'refused',
};

const namespaces = /^urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.054)\.001\.\d\d$/;

/**
 * Reads a CustomerPaymentStatusReport (pain.002) or a BankToCustomerDebitCreditNotification (camt.054) of any version.
 * Throws `BankFileInvalid`, `BankFileTooLarge`.
 */
export function readBankMessage(content: Uint8Array): BankMessage {
  const root = readXml(content);
  const kind = namespaces.exec(root.namespace)?.[1];
  if (root.name !== 'Document' || !kind) throw new BankFileInvalid('it is neither a pain.002 nor a camt.054');
  return kind === 'pain.002' ? statusReport(root) : notification(root);
}

function only(root: XmlNode, name: string): XmlNode {
  const [found, ...others] = all(root, name);
  if (!found || others.length > 0) throw new BankFileInvalid(`it has no single ${name}`);
  return found;
}

function needed(node: XmlNode, ...path: readonly string[]): string {
  const text = textAt(node, ...path);
  if (text === undefined || text.length > 35) throw new BankFileInvalid(`${path.join('/')} is missing or too long`);
  return text;
}

const reasonOf = (node: XmlNode): string | undefined =>
  textAt(node, 'StsRsnInf', 'Rsn', 'Cd') ?? textAt(node, 'StsRsnInf', 'Rsn', 'Prtry');

const failureOf = (word: BankWord | undefined, reason: string | undefined): { failure?: string } =>
  word === undefined || word === 'settled' ? {} : { failure: (reason ?? 'NARR').slice(0, 35) };

function statusReport(root: XmlNode): BankMessage {
  const report = only(root, 'CstmrPmtStsRpt');
  const groups = [
    ...all(report, 'OrgnlGrpInfAndSts').map((node) => ({ node, status: textAt(node, 'GrpSts') })),
    ...all(report, 'OrgnlPmtInfAndSts').map((node) => ({ node, status: textAt(node, 'PmtInfSts') })),
  ];
  const said = groups.flatMap(({ node, status }) => {
    const word = status === undefined ? undefined : endings[status];
    return word ? [{ word, ...failureOf(word, reasonOf(node)) }] : [];
  });
  if (new Set(said.map(({ word }) => word)).size > 1) throw new BankFileInvalid('it says two things of one batch');
  const batch = { reference: needed(report, 'OrgnlGrpInfAndSts', 'OrgnlMsgId'), ...said[0] };
  const payments = all(report, 'OrgnlPmtInfAndSts', 'TxInfAndSts').map((node): PaymentWord => {
    const word = endings[needed(node, 'TxSts')];
    const [told] = all(node, 'OrgnlTxRef', 'Amt', 'InstdAmt');
    const amount = told && { amount: money(told) };
    const reference = needed(node, 'OrgnlEndToEndId');
    return { reference, must: true, ...(word ? { word } : {}), ...failureOf(word, reasonOf(node)), ...amount };
  });
  return { kind: 'pain.002', messageId: needed(report, 'GrpHdr', 'MsgId'), payments, batch };
}

function notification(root: XmlNode): BankMessage {
  const message = only(root, 'BkToCstmrDbtCdtNtfctn');
  const entries = all(message, 'Ntfctn', 'Ntry').filter((entry) => statusOf(entry) === 'BOOK');
  const payments = entries.flatMap((entry) => {
    const details = all(entry, 'NtryDtls', 'TxDtls');
    const isReturn = textAt(entry, 'CdtDbtInd') === 'CRDT' && textAt(entry, 'RvslInd') === 'true';
    if (isReturn && details.length === 0) throw new BankFileInvalid('a return does not say of which payment');
    return details.flatMap((detail) => movement(entry, detail, details.length === 1));
  });
  return { kind: 'camt.054', messageId: needed(message, 'GrpHdr', 'MsgId'), payments };
}

/** A code since version 8, a text before. */
const statusOf = (entry: XmlNode): string | undefined => textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');

function movement(entry: XmlNode, detail: XmlNode, alone: boolean): PaymentWord[] {
  const direction = textAt(detail, 'CdtDbtInd') ?? textAt(entry, 'CdtDbtInd');
  const isReturn = all(detail, 'RtrInf').length > 0 || textAt(entry, 'RvslInd') === 'true';
  const [own] = [...all(detail, 'Amt'), ...all(detail, 'AmtDtls', 'TxAmt', 'Amt'), ...(alone ? all(entry, 'Amt') : [])];
  if (direction === 'DBIT' && !isReturn) {
    const reference = textAt(detail, 'Refs', 'EndToEndId');
    return reference === undefined ? [] : [{ reference, word: 'settled', must: false, ...told(own) }];
  }
  // Other money that comes in is told of elsewhere.
  if (direction !== 'CRDT' || !isReturn) return [];
  if (!own) throw new BankFileInvalid('a return has no sum');
  const reason = textAt(detail, 'RtrInf', 'Rsn', 'Cd') ?? textAt(detail, 'RtrInf', 'Rsn', 'Prtry');
  const reference = needed(detail, 'Refs', 'EndToEndId');
  return [{ reference, word: 'returned', must: true, ...failureOf('returned', reason), ...told(own) }];
}

const told = (node: XmlNode | undefined): { amount?: Money } => (node ? { amount: money(node) } : {});

function money({ text, attributes }: XmlNode): Money {
  const code = attributes.Ccy ?? '';
  if (!isCurrency(code)) throw new BankFileInvalid('a sum has no currency');
  try {
    return parseMoney(text, code);
  } catch (error) {
    if (error instanceof InvalidInput) throw new BankFileInvalid('a sum is no amount');
    throw error;
  }
}
