import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, currency, DomainError, formatAmount, hours, type PayoutBatchId } from '@moments/kernel';
import { statement } from '@moments/platform';
import { aCamt054, aPain002, PayoutsWorld } from '@moments/testing/payouts';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { PayoutView } from './payouts/payout.view.js';

let world: PayoutsWorld;

beforeAll(async () => {
  world = await PayoutsWorld.open();
});
afterAll(() => world.close());

/** The process dies before its transaction ends: nothing of it stays. */
class Crash extends Error {}

/** One creator, everybody who decides, and the bank. Numbers choose among what there is. */
class Story {
  readonly payouts: PayoutView[] = [];
  private readonly batches: PayoutBatchId[] = [];
  private readonly run = randomUUID();

  constructor(private readonly accountId: AccountId) {}

  readonly acts = {
    earn: (n: number) => world.earn(this.accountId, amountOf(1 + n * 700)),
    request: async (n: number, key: number) => {
      const payout = await world.request(this.accountId, amountOf(60_000 + n * 500), `${this.run}:${key % 6}`);
      if (!this.payouts.some(({ id }) => id === payout.id)) this.payouts.push(payout);
    },
    approve: (n: number, by: number) =>
      this.with(n, ({ id: payoutId }) => world.approvals.approve({ payoutId, by: operator(by) })),
    reject: (n: number, by: number) =>
      this.with(n, ({ id: payoutId }) => world.approvals.reject({ payoutId, by: operator(by), reason: 'no' })),
    hold: (n: number) => world.approvals.hold({ accountId: this.accountId, by: operator(n) }),
    lift: (n: number) => world.approvals.lift({ accountId: this.accountId, by: operator(n) }),
    batch: async (n: number, key: number) => {
      const { id } = await world.batches.create({ by: operator(n), idempotencyKey: `${this.run}:${key}` });
      if (!this.batches.includes(id)) this.batches.push(id);
    },
    approveBatch: async (n: number, by: number) => {
      const batchId = this.batches[n % (this.batches.length || 1)];
      if (batchId) await world.batches.approve({ batchId, by: operator(by) });
    },
    settled: (n: number) => this.with(n, (payout) => this.report(payout, 'ACSC')),
    refused: (n: number) => this.with(n, (payout) => this.report(payout, 'RJCT')),
    left: (n: number) => this.with(n, (payout) => take(aCamt054([{ payout, direction: 'DBIT' }]))),
    returned: (n: number) => this.with(n, (payout) => take(aCamt054([{ payout }]))),
    later: (n: number) => {
      world.lib.clock.advance(hours(n % 40));
      return Promise.resolve();
    },
  };

  private async with(n: number, act: (payout: PayoutView) => Promise<unknown>): Promise<void> {
    const payout = this.payouts[n % (this.payouts.length || 1)];
    if (payout) await act(payout);
  }

  private async report(payout: PayoutView, status: string): Promise<void> {
    const { batchId } = await world.payout(payout.id);
    if (batchId) await take(aPain002(batchId, [{ payout, status, reason: 'AC01' }]));
  }

  /** Rules may refuse anything; what is not a refusal is a defect. */
  async play({ what, n, m }: Step): Promise<void> {
    try {
      await this.acts[what](n, m);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof Crash)) throw error;
    }
  }
}

type What = keyof Story['acts'];
interface Step {
  what: What;
  n: number;
  m: number;
  how: 'once' | 'twice' | 'atOnce' | 'crash';
}

const amountOf = (kopecks: number): string => formatAmount({ minor: BigInt(kopecks), currency: currency('RUB') });
const operator = (n: number): AccountId => world.operators[n % 3] ?? world.operators[0];
const take = (content: Buffer) => world.bank.import({ content, by: null, source: 'test' });

// The way that payouts go is likelier than what leads away from it.
const whats: readonly What[] = [
  ...([
    'earn',
    'request',
    'request',
    'approve',
    'approve',
    'approve',
    'approve',
    'reject',
    'hold',
    'lift',
    'lift',
  ] as const),
  ...([
    'batch',
    'batch',
    'approveBatch',
    'approveBatch',
    'approveBatch',
    'approveBatch',
    'settled',
    'settled',
  ] as const),
  ...(['refused', 'left', 'returned', 'later'] as const),
];
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    ...{ what: fc.constantFrom(...whats), n: fc.nat(200), m: fc.nat(200) },
    how: fc.constantFrom<Step['how']>('once', 'twice', 'atOnce', 'crash'),
  }),
  { minLength: 15, maxLength: 25 },
);

/** The first transaction of what happens next dies at its end; then it is tried again. */
async function crashing(work: () => Promise<void>): Promise<void> {
  const { database } = world.lib;
  const whole = database.transaction.bind(database);
  let crashed = false;
  database.transaction = (inside) =>
    whole(async (tx) => {
      const result = await inside(tx);
      if (crashed) return result;
      crashed = true;
      throw new Crash();
    });
  try {
    await work();
  } finally {
    database.transaction = whole;
  }
}

async function carryOut(story: Story, step: Step): Promise<void> {
  const play = () => story.play(step);
  if (step.how === 'crash') await crashing(play);
  await (step.how === 'atOnce' ? Promise.all([play(), play(), play()]) : play());
  if (step.how === 'twice') await play();
}

const ways = statement('test.payouts-sent', 'select count(sent_at)::int as sent from payouts');

/** What a whole way looks like, so that each of its ends is reached whatever chance brings. */
const whole = (end: What): Step[] =>
  (['lift', 'earn', 'request', 'approve', 'approve', 'batch', 'approveBatch', 'approveBatch', end] as const).map(
    (what, place) => ({ what, n: 0, m: place, how: 'once' }),
  );

describe('whatever is asked, told, repeated and broken off', () => {
  it('no payout leaves twice, never more money than came in, and the books are clean at each step', async () => {
    const story = fc.tuple(fc.constantFrom<What>('settled', 'refused', 'returned'), steps);
    await fc.assert(
      fc.asyncProperty(story, async ([end, chance]) => {
        const { accountId } = await world.aCreator({ status: 'INDIVIDUAL', available: '9000.00' });
        const told = new Story(accountId);
        for (const step of [...whole(end), ...chance]) {
          await carryOut(told, step);
          // Reconciling asks of every payout whether it has left at most once without coming back, and of every balance.
          expect((await world.reconcile()).drift).toEqual([]);
        }
        await told.acts.lift(0);
      }),
      { numRuns: 6 },
    );
    const [reached] = await world.lib.database.read<{ sent: number }>(ways);
    expect(reached?.sent).toBeGreaterThan(2);
  });
});
