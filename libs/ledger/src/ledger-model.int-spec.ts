import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { currency, DomainError, type HoldId, type JournalEntryId, type Money, newId } from '@moments/kernel';
import fc from 'fast-check';
import { testSeed } from '../../../test/support/seed.js';
import { type AccountAddress, addresses } from './domain/account-kinds.js';
import type { PostedEntry } from './journal/journal.store.js';
import { bank, LedgerModel, type ModelCommand, type ModelOutcome, type ModelPosting } from './testing/ledger-model.js';
import { type LedgerWorld, openLedgerWorld } from './testing/index.js';
import { linearise } from './testing/linearise.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

const actors = 16;
const wallets = 6;
const [runs, rounds] = [10, 64];

/** What an actor is about to do; numbers choose among what there is by then. */
const wish = fc.record({
  kind: fc.constantFrom(
    ...(['deposit', 'transfer', 'transfer', 'withdraw', 'many', 'reserve', 'capture', 'capture', 'release'] as const),
    ...(['reverse', 'reversePart', 'again', 'otherwise'] as const),
  ),
  one: fc.nat(wallets - 1),
  step: fc.integer({ min: 1, max: wallets - 1 }),
  amount: fc.integer({ min: 1, max: 3_000 }).map(BigInt),
  which: fc.nat(),
});
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

it('does what a model on paper does, whatever sixteen actors do at once; another run: TEST_SEED=<seed>', async () => {
  let operations = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(wish, { minLength: actors, maxLength: actors }), { minLength: rounds, maxLength: rounds }),
      async (program) => {
        const run = new Run(await Promise.all(Array.from({ length: wallets }, () => world.wallet())));
        for (const wishes of program) await run.round(wishes);
        await run.compareJournals();
        expect(await world.reconciliation.run()).toMatchObject({ ok: true, drift: [] });
        operations += program.length * actors;
      },
    ),
    { numRuns: runs, seed: testSeed(), endOnFailure: true },
  );
  expect(operations).toBeGreaterThanOrEqual(10_000);
});

type KeyedCommand = Extract<ModelCommand, { key: string }>;

class Run {
  private model = LedgerModel.empty();
  private readonly prefix = newId();
  private readonly issued: KeyedCommand[] = [];
  private readonly entryIds = new Map<string, JournalEntryId>();
  private readonly holdIds = new Map<string, HoldId>();

  constructor(private readonly accounts: readonly AccountAddress[]) {}

  /** Everybody at once; then both sides must agree that it can have happened, and on every balance. */
  async round(wishes: readonly Wish[]): Promise<void> {
    const commands = wishes.map((each) => this.toCommand(each));
    for (const command of commands) if ('key' in command) this.issued.push(command);
    const happened: { command: ModelCommand; outcome: ModelOutcome }[] = [];
    // In the order in which they were answered: mostly the one in which they were done.
    await Promise.all(
      commands.map(async (command) => {
        const outcome = await this.perform(command);
        happened.push({ command, outcome });
      }),
    );
    const after = linearise(this.model, happened);
    if (!after) throw new Error(`no order of these has these outcomes:\n${describe(happened)}`);
    this.model = after;
    const balances = await world.queries.balances(this.accounts.map(world.inRub));
    expect(balances.map(({ balance, reserved }) => [balance.minor, reserved.minor])).toEqual(
      this.accounts.map((_, n) => [this.model.balance(n), this.model.reserved(n)]),
    );
  }

  async compareJournals(): Promise<void> {
    const keys = [...this.model.entries.keys()];
    const views = await world.queries.entries(keys.map((key) => this.entryIds.get(key)!));
    const { rows: counted } = await world.sql(
      `select count(*)::int as entries from ledger_entries where starts_with(key, $1)`,
      [this.prefix],
    );
    expect(counted).toEqual([{ entries: keys.length }]);
    const real = new Map(views.map(({ key, postings }) => [key, postings]));
    for (const [key, { postings }] of this.model.entries) expect(real.get(key)).toEqual(this.real(postings));
  }

  private toCommand({ kind, one, step, amount, which }: Wish): ModelCommand {
    const key = `${this.prefix}:${this.issued.length}:${newId()}`;
    const other = (one + step) % wallets;
    const pay = (from: number, to: number): ModelCommand => ({ do: 'post', key, postings: [{ from, to, amount }] });
    const earlier = this.issued[which % Math.max(1, this.issued.length)];
    const hold = choose([...this.model.holds.keys()], which);
    const entry = choose([...this.model.entries.keys()], which);
    switch (kind) {
      case 'transfer':
        return pay(one, other);
      case 'withdraw':
        return pay(one, bank);
      case 'many':
        return { do: 'postMany', entries: [0, 1, 2].map((n) => ({ key: `${key}:${n}`, postings: [chain(n)] })) };
      case 'reserve':
        return { do: 'reserve', key, account: one, amount };
      case 'capture':
        return hold ? capture(hold, this.model.holds.get(hold)!.account) : pay(bank, one);
      case 'release':
        return hold ? { do: 'release', hold } : pay(bank, one);
      case 'reverse':
        return entry ? { do: 'reverse', key, entry } : pay(bank, one);
      case 'reversePart':
        return entry ? { do: 'reverse', key, entry, amount } : pay(bank, one);
      case 'again':
        return earlier ?? pay(bank, one);
      case 'otherwise':
        return earlier ? changed(earlier) : pay(bank, one);
      case 'deposit':
        return pay(bank, one);
    }

    function chain(n: number): ModelPosting {
      return { from: (one + n * step) % wallets, to: (one + (n + 1) * step) % wallets, amount };
    }

    function capture(from: string, owner: number): ModelCommand {
      const to = [
        { account: (owner + step) % wallets, amount },
        ...(which % 2 ? [{ account: bank, amount: amount + 1n }] : []),
      ];
      return { do: 'capture', key, hold: from, to, releaseRest: which % 3 === 0 };
    }
  }

  private async perform(command: ModelCommand): Promise<ModelOutcome> {
    try {
      return await this.attempt(command);
    } catch (error) {
      if (error instanceof DomainError) return `refused: ${error.reason}`;
      throw error;
    }
  }

  private async attempt(command: ModelCommand): Promise<ModelOutcome> {
    const { ledger, holds, database } = world;
    const about = { kind: 'model', reference: 'model' };
    switch (command.do) {
      case 'post': {
        const entry = { key: command.key, ...about, postings: this.real(command.postings) };
        return this.note(command.key, await ledger.postAlone(entry));
      }
      case 'postMany': {
        const entries = command.entries.map(({ key, postings }) => ({ key, ...about, postings: this.real(postings) }));
        const posted = await database.transaction((tx) => ledger.postMany(tx, entries));
        for (const [index, each] of posted.entries()) this.note(entries[index]!.key, each);
        return 'done';
      }
      case 'reserve': {
        const { key, account, amount } = command;
        const known = this.holdIds.has(key);
        const reserve = { key, address: this.address(account), amount: money(amount), reference: 'model' };
        const { id } = await database.transaction((tx) => holds.reserve(tx, reserve));
        const replayed = known || this.holdIds.get(key) === id;
        this.holdIds.set(key, id);
        return replayed ? 'replayed' : 'done';
      }
      case 'capture': {
        const { key, to, releaseRest } = command;
        const payees = to.map(({ account, amount }) => ({ address: this.address(account), amount: money(amount) }));
        const capture = { holdId: this.holdIds.get(command.hold)!, key, ...about, to: payees, releaseRest };
        return this.note(key, await database.transaction((tx) => holds.capture(tx, capture)));
      }
      case 'release':
        await database.transaction((tx) => holds.release(tx, this.holdIds.get(command.hold)!));
        return 'done';
      case 'reverse': {
        const { key, amount } = command;
        const entryId = this.entryIds.get(command.entry)!;
        const extent = amount === undefined ? {} : { amount: money(amount) };
        return this.note(
          key,
          await database.transaction((tx) => ledger.reverse(tx, { entryId, key, ...about, ...extent })),
        );
      }
    }
  }

  /** One key is one entry for ever. */
  private note(key: string, { id, replayed }: PostedEntry): ModelOutcome {
    expect(this.entryIds.get(key) ?? id).toBe(id);
    this.entryIds.set(key, id);
    return replayed ? 'replayed' : 'done';
  }

  private address = (account: number): AccountAddress => this.accounts[account] ?? addresses.bank;

  private real = (postings: readonly ModelPosting[]) =>
    postings.map(({ from, to, amount }) => ({ from: this.address(from), to: this.address(to), amount: money(amount) }));
}

const money = (minor: bigint): Money => ({ minor, currency: currency('RUB') });

const choose = (from: readonly string[], which: number): string | undefined =>
  from.length > 0 ? from[which % from.length] : undefined;

function changed(command: KeyedCommand): ModelCommand {
  switch (command.do) {
    case 'post':
      return { ...command, postings: command.postings.map((each) => ({ ...each, amount: each.amount + 1n })) };
    case 'reserve':
      return { ...command, amount: command.amount + 1n };
    case 'capture':
      return { ...command, releaseRest: !command.releaseRest };
    case 'reverse':
      return { ...command, amount: (command.amount ?? 1n) + 1n };
  }
}

const describe = (happened: readonly { command: ModelCommand; outcome: ModelOutcome }[]): string =>
  happened
    .map((each) => JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
    .join('\n');
