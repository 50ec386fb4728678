import { mutate } from '../client/mutate.js';
import type { Chapter } from './chapter.js';
import type { DemoWorld } from './world.js';

interface Payment {
  day: number;
  /** The handle of whoever acts for the seller that it is for. */
  for: string;
  roubles: string;
  /** The payer wrote something that names nobody: an operator finds out on the next day whom it is for. */
  writtenAs?: string;
}

const payments: readonly Payment[] = [
  { day: 0, for: 'corner.shop', roubles: '40000.00' },
  { day: 0, for: 'mill.street', roubles: '50000.00' },
  { day: 4, for: 'mill.street', roubles: '15000.00', writtenAs: 'Mill Street, for our films' },
  { day: 13, for: 'corner.shop', roubles: '50000.00' },
  { day: 15, for: 'mill.street', roubles: '40000.00' },
];

/** Sellers pay in what creators' orders will cost; the bank's side tells of it. */
export class WalletsChapter implements Chapter {
  readonly name = 'wallets';
  private begun = false;

  async on(day: number, world: DemoWorld): Promise<void> {
    this.begun = true;
    for (const payment of payments) {
      if (payment.day === day) await arrive(payment, world);
      if (payment.writtenAs && payment.day + 1 === day) await assign(payment, payment.writtenAs, world);
    }
  }

  /** Without a past there is money today all the same. */
  async today(world: DemoWorld): Promise<void> {
    if (this.begun) return;
    for (const payment of payments) await arrive({ ...payment, writtenAs: undefined }, world);
  }
}

async function sellerOf(payment: Payment, world: DemoWorld): Promise<string> {
  const client = await world.as(payment.for);
  const { me } = await client.send<{ me: { seller: { id: string } } }>('{ me { seller { id } } }');
  return me.seller.id;
}

async function arrive(payment: Payment, world: DemoWorld): Promise<void> {
  const told = {
    reference: `demo-${payment.for}-${payment.day}`,
    payee: payment.writtenAs ?? (await sellerOf(payment, world)),
    amount: { amount: payment.roubles, currency: 'RUB' },
    receivedAt: world.clock.now().toISOString(),
  };
  await world.marketplace.deposit(told);
}

async function assign(payment: Payment, writtenAs: string, world: DemoWorld): Promise<void> {
  interface Waiting {
    operator: { suspenseDeposits: { edges: { node: { id: string; payee: string } }[] } };
  }
  const operator = await world.as('control.room');
  const { operator: console } = await operator.send<Waiting>(
    '{ operator { suspenseDeposits(first: 20) { edges { node { id payee } } } } }',
  );
  const waiting = console.suspenseDeposits.edges.find(({ node }) => node.payee === writtenAs);
  if (!waiting) throw new Error(`no deposit waits that names "${writtenAs}"`);
  const input = {
    depositId: waiting.node.id,
    payeeId: await sellerOf(payment, world),
    idempotencyKey: `assign ${waiting.node.id}`,
  };
  await mutate(
    operator,
    'mutation ($input: AssignDepositInput!) { assignDeposit(input: $input) { userErrors { code message } } }',
    { input },
  );
}
