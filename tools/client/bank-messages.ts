/** A payment as a bank knows it. */
export interface BankPayment {
  endToEndId: string;
  /** In roubles: `12.34`. */
  amount: string;
}

/** What a file of payments says: its own name, and whom to pay. */
export interface PaymentFile {
  messageId: string;
  payments: readonly BankPayment[];
}

/** What is said of every message of a bank's. */
interface Heading {
  /** Of the message; a bank never gives it twice. */
  id: string;
  madeAt: Date;
}

/** What a payout or a batch is called at banks: its id without what is not theirs. */
export const nameAtBanks = (id: string): string => id.replace(/^[a-z]+_/, '').replaceAll('-', '');

/** Reads a file of payments as the product writes it: ISO 20022 pain.001. */
export function readPain001(xml: string): PaymentFile {
  const first = (pattern: RegExp, text: string): string => pattern.exec(text)?.[1] ?? '';
  return {
    messageId: first(/<MsgId>([^<]+)</, xml),
    payments: [...xml.matchAll(/<CdtTrfTxInf>([^]*?)<\/CdtTrfTxInf>/g)].map(([, payment = '']) => ({
      endToEndId: first(/<EndToEndId>([^<]+)</, payment),
      amount: first(/<InstdAmt Ccy="RUB">([^<]+)</, payment),
    })),
  };
}

/** A status report on payments of one file, pain.002: executed all, or refused for a reason (a code of ISO 20022). */
export function pain002(heading: Heading, { messageId, payments }: PaymentFile, refusedFor?: string): string {
  const outcome = refusedFor
    ? `<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>${refusedFor}</Cd></Rsn></StsRsnInf>`
    : '<TxSts>ACSC</TxSts>';
  const told = payments.map(
    ({ endToEndId, amount }) => `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>${outcome}
<OrgnlTxRef><Amt><InstdAmt Ccy="RUB">${amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`,
  );
  return bankDocument('pain.002.001.10', 'CstmrPmtStsRpt', heading, [
    `<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>`,
    `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${messageId}</OrgnlPmtInfId>${told.join('\n')}</OrgnlPmtInfAndSts>`,
  ]);
}

/** A notification of payments that have come back, camt.054, for a reason (a code of ISO 20022). */
export function camt054(heading: Heading, payments: readonly BankPayment[], reason: string): string {
  const entries = payments.map(
    ({
      endToEndId,
      amount,
    }) => `<Ntry><Amt Ccy="RUB">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>
<Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="RUB">${amount}</Amt>
<RtrInf><Rsn><Cd>${reason}</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`,
  );
  return bankDocument('camt.054.001.08', 'BkToCstmrDbtCdtNtfctn', heading, [
    `<Ntfctn><Id>1</Id>${entries.join('\n')}</Ntfctn>`,
  ]);
}

const bankDocument = (schema: string, message: string, { id, madeAt }: Heading, parts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${schema}"><${message}>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${madeAt.toISOString().slice(0, 19)}</CreDtTm></GrpHdr>
${parts.join('\n')}
</${message}></Document>`;
