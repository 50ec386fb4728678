import { formatAmount, type PayoutBatchId } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import { bankReference } from '../bank-files/domain/payment-order.js';
import type { PayoutView } from '../payouts/payout.view.js';

/** What a test says of a payout in a bank's file; the sum is the payout's unless told. */
export interface Said {
  payout: Pick<PayoutView, 'id' | 'net'>;
  status?: string;
  reason?: string;
  amount?: string;
  reference?: string;
}

const amountOf = ({ payout, amount }: Said): string => amount ?? formatAmount(payout.net);
const referenceOf = ({ payout, reference }: Said): string => reference ?? bankReference(payout.id);
const messageId = (): string => randomUUID().replaceAll('-', '').slice(0, 30);

/** A status report on payouts. */
export const aPain002 = (
  batchId: PayoutBatchId,
  said: readonly Said[],
  { id = messageId(), group = '' } = {},
): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-23T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${bankReference(batchId)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${
    group && `<GrpSts>${group}</GrpSts>`
  }</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${bankReference(batchId)}</OrgnlPmtInfId>
${said
  .map(
    (
      each,
    ) => `<TxInfAndSts><OrgnlEndToEndId>${referenceOf(each)}</OrgnlEndToEndId><TxSts>${each.status ?? 'ACSC'}</TxSts>
${each.reason ? `<StsRsnInf><Rsn><Cd>${each.reason}</Cd></Rsn></StsRsnInf>` : ''}
<OrgnlTxRef><Amt><InstdAmt Ccy="RUB">${amountOf(each)}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`,
  )
  .join('\n')}
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`);

/** A notification of payouts that came back; `DBIT` ones that left. */
export const aCamt054 = (
  said: readonly (Said & { direction?: 'CRDT' | 'DBIT' })[],
  { id = messageId() } = {},
): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-23T10:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>
${said
  .map(
    (each) => `<Ntry><Amt Ccy="RUB">${amountOf(each)}</Amt><CdtDbtInd>${each.direction ?? 'CRDT'}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls><Refs><EndToEndId>${referenceOf(each)}</EndToEndId></Refs>
<Amt Ccy="RUB">${amountOf(each)}</Amt>${
      each.direction === 'DBIT' ? '' : `<RtrInf><Rsn><Cd>${each.reason ?? 'AC04'}</Cd></Rsn></RtrInf>`
    }</TxDtls></NtryDtls></Ntry>`,
  )
  .join('\n')}
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`);
