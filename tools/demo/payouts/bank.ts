import { type BankPayment, camt054, nameAtBanks, pain002, readPain001 } from '../../client/bank-messages.js';
import type { DemoWorld } from '../world.js';

/** Plays the bank: reads our files as it gets them, and answers with its own through the integration API. */
export class Bank {
  /** Payments by their name at banks, each with the file that it came in. */
  private readonly known = new Map<string, BankPayment & { file: string }>();
  private told = 0;

  constructor(private readonly world: DemoWorld) {}

  /** Takes in a file of payments. Tells whether it could be fetched. */
  async take(url: string): Promise<true | string> {
    const response = await fetch(url);
    const file = await response.text();
    if (!response.ok) return `is answered by HTTP ${response.status} ${file}`;
    const { messageId, payments } = readPain001(file);
    for (const payment of payments) this.known.set(payment.endToEndId, { ...payment, file: messageId });
    return true;
  }

  /** Says that it has paid these. */
  executes(payoutIds: readonly string[]): Promise<void> {
    return this.report(payoutIds);
  }

  /** Says that it does not pay these, and why: a code of ISO 20022. */
  refuses(payoutIds: readonly string[], code: string): Promise<void> {
    return this.report(payoutIds, code);
  }

  /** Says that these have come back, and why: a code of ISO 20022. */
  returns(payoutIds: readonly string[], code: string): Promise<void> {
    return this.world.marketplace.bankFile(camt054(this.heading(), this.paymentsOf(payoutIds), code));
  }

  private report(payoutIds: readonly string[], refusedFor?: string): Promise<void> {
    const payments = this.paymentsOf(payoutIds);
    const file = { messageId: payments[0]?.file ?? '', payments };
    return this.world.marketplace.bankFile(pain002(this.heading(), file, refusedFor));
  }

  private paymentsOf(payoutIds: readonly string[]): (BankPayment & { file: string })[] {
    return payoutIds.map((id) => {
      const payment = this.known.get(nameAtBanks(id));
      if (!payment) throw new Error(`the bank was never sent ${id}`);
      return payment;
    });
  }

  private heading() {
    this.told += 1;
    return { id: `DEMO-${this.told}`, madeAt: this.world.clock.now() };
  }
}
