import type { DemoWorld } from '../world.js';

/** One payment of a file of ours. */
interface Line {
  endToEndId: string;
  amount: string;
}

/** What a payout is called at banks. */
const nameAtBanks = (payoutId: string): string => payoutId.replace(/^[a-z]+_/, '').replaceAll('-', '');

/** Plays the bank: reads our files as it gets them, and answers with its own through the integration API. */
export class Bank {
  private readonly known = new Map<string, Line & { file: string }>();
  private told = 0;

  constructor(private readonly world: DemoWorld) {}

  /** Takes in a file of payments: ISO 20022 pain.001. Tells whether it could be fetched. */
  async take(url: string): Promise<true | string> {
    const response = await fetch(url);
    const file = await response.text();
    if (!response.ok) return `is answered by HTTP ${response.status} ${file}`;
    const messageId = /<MsgId>([^<]+)<\/MsgId>/.exec(file)?.[1] ?? '';
    for (const [, line = ''] of file.matchAll(/<CdtTrfTxInf>([\s\S]*?)<\/CdtTrfTxInf>/g)) {
      const endToEndId = /<EndToEndId>([^<]+)</.exec(line)?.[1] ?? '';
      const amount = /<InstdAmt[^>]*>([^<]+)</.exec(line)?.[1] ?? '';
      this.known.set(endToEndId, { endToEndId, amount, file: messageId });
    }
    return true;
  }

  /** Says that it has paid these. */
  executes(payoutIds: readonly string[]): Promise<void> {
    return this.report(payoutIds, '<TxSts>ACSC</TxSts>');
  }

  /** Says that it does not pay these, and why: a code of ISO 20022. */
  refuses(payoutIds: readonly string[], code: string): Promise<void> {
    return this.report(payoutIds, `<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`);
  }

  /** Says that these have come back: a camt.054. */
  async returns(payoutIds: readonly string[], code: string): Promise<void> {
    const entries = payoutIds.map((id) => {
      const { endToEndId, amount } = this.line(id);
      return `<Ntry><Amt Ccy="RUB">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>
<Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="RUB">${amount}</Amt>
<RtrInf><Rsn><Cd>${code}</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>`;
    });
    await this.send('camt.054.001.08', 'BkToCstmrDbtCdtNtfctn', [`<Ntfctn><Id>1</Id>${entries.join('\n')}</Ntfctn>`]);
  }

  private async report(payoutIds: readonly string[], outcome: string): Promise<void> {
    const lines = payoutIds.map((id) => this.line(id));
    const [file = ''] = new Set(lines.map((line) => line.file));
    const transactions = lines.map(
      ({ endToEndId, amount }) =>
        `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId>${outcome}
<OrgnlTxRef><Amt><InstdAmt Ccy="RUB">${amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`,
    );
    await this.send('pain.002.001.10', 'CstmrPmtStsRpt', [
      `<OrgnlGrpInfAndSts><OrgnlMsgId>${file}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>`,
      `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${file}</OrgnlPmtInfId>${transactions.join('\n')}</OrgnlPmtInfAndSts>`,
    ]);
  }

  private line(payoutId: string): Line & { file: string } {
    const line = this.known.get(nameAtBanks(payoutId));
    if (!line) throw new Error(`the bank was never sent ${payoutId}`);
    return line;
  }

  private async send(schema: string, message: string, parts: readonly string[]): Promise<void> {
    this.told += 1;
    const madeAt = this.world.clock.now().toISOString().slice(0, 19);
    const head = `<GrpHdr><MsgId>DEMO-${this.told}</MsgId><CreDtTm>${madeAt}</CreDtTm></GrpHdr>`;
    const body = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${schema}"><${message}>${head}
${parts.join('\n')}
</${message}></Document>`;
    await this.world.marketplace.post('bank-files', { body, contentType: 'application/xml' });
  }
}
