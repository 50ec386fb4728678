import { type Money, prorate } from '@moments/kernel';

/** What the model can be told to do. Accounts are numbers, `bank` may go negative; entries and holds go by their keys. */
export type ModelCommand =
  | { do: 'post'; key: string; postings: readonly ModelPosting[] }
  | { do: 'postMany'; entries: readonly { key: string; postings: readonly ModelPosting[] }[] }
  | { do: 'reserve'; key: string; account: number; amount: bigint }
  | {
      do: 'capture';
      key: string;
      hold: string;
      to: readonly { account: number; amount: bigint }[];
      releaseRest: boolean;
    }
  | { do: 'release'; hold: string }
  | { do: 'reverse'; key: string; entry: string; amount?: bigint };

export interface ModelPosting {
  from: number;
  to: number;
  amount: bigint;
}

export const bank = -1;

/** Done, new or as before; or refused, with the reason of the error. */
export type ModelOutcome = 'done' | 'replayed' | `refused: ${string}`;

interface ModelEntry {
  input: string;
  postings: readonly ModelPosting[];
  reversed: readonly bigint[];
  reverses?: string;
}

interface ModelHold {
  input: string;
  account: number;
  left: bigint;
  status: 'OPEN' | 'CAPTURED' | 'RELEASED';
}

/** The ledger as it would be on paper: maps and additions, one command after the other. */
export class LedgerModel {
  private constructor(
    readonly balances: Map<number, bigint>,
    readonly entries: Map<string, ModelEntry>,
    readonly holds: Map<string, ModelHold>,
  ) {}

  static empty = (): LedgerModel => new LedgerModel(new Map(), new Map(), new Map());

  copy = (): LedgerModel => new LedgerModel(new Map(this.balances), new Map(this.entries), new Map(this.holds));

  balance = (account: number): bigint => this.balances.get(account) ?? 0n;

  reserved(account: number): bigint {
    let sum = 0n;
    for (const hold of this.holds.values()) if (hold.account === account) sum += hold.left;
    return sum;
  }

  /** Does it, or leaves everything as it was. */
  run(command: ModelCommand): ModelOutcome {
    switch (command.do) {
      case 'post':
        return this.post(command.key, inputOf(command), command.postings);
      case 'postMany':
        return this.postMany(command.entries);
      case 'reserve':
        return this.reserve(command);
      case 'capture':
        return this.capture(command);
      case 'release':
        return this.release(command.hold);
      case 'reverse':
        return this.reverse(command);
    }
  }

  private post(key: string, input: string, postings: readonly ModelPosting[], reverses?: string): ModelOutcome {
    const earlier = this.entries.get(key);
    if (earlier) return earlier.input === input ? 'replayed' : 'refused: idempotency_conflict';
    const moved = new Map<number, bigint>();
    for (const { from, to, amount } of postings) {
      moved.set(from, (moved.get(from) ?? this.balance(from)) - amount);
      moved.set(to, (moved.get(to) ?? this.balance(to)) + amount);
    }
    for (const [account, balance] of moved) {
      if (account !== bank && balance < this.reserved(account)) return 'refused: insufficient_funds';
    }
    for (const [account, balance] of moved) this.balances.set(account, balance);
    this.entries.set(key, { input, postings, reversed: postings.map(() => 0n), reverses });
    return 'done';
  }

  private postMany(entries: readonly { key: string; postings: readonly ModelPosting[] }[]): ModelOutcome {
    const trial = this.copy();
    for (const { key, postings } of entries) {
      const outcome = trial.post(key, inputOf({ do: 'post', key, postings }), postings);
      if (outcome !== 'done' && outcome !== 'replayed') return outcome;
    }
    for (const { key, postings } of entries) this.post(key, inputOf({ do: 'post', key, postings }), postings);
    return 'done';
  }

  private reserve(command: ModelCommand & { do: 'reserve' }): ModelOutcome {
    const { key, account, amount } = command;
    const [earlier, input] = [this.holds.get(key), inputOf(command)];
    if (earlier) return earlier.input === input ? 'replayed' : 'refused: idempotency_conflict';
    if (this.balance(account) - this.reserved(account) < amount) return 'refused: insufficient_funds';
    this.holds.set(key, { input, account, left: amount, status: 'OPEN' });
    return 'done';
  }

  private capture(command: ModelCommand & { do: 'capture' }): ModelOutcome {
    const { key, to, releaseRest } = command;
    const [earlier, input] = [this.entries.get(key), inputOf(command)];
    if (earlier) return earlier.input === input ? 'replayed' : 'refused: idempotency_conflict';
    const hold = this.holds.get(command.hold);
    const total = to.reduce((sum, { amount }) => sum + amount, 0n);
    if (hold?.status !== 'OPEN') return 'refused: hold_closed';
    if (hold.left < total) return 'refused: hold_exceeded';
    const left = hold.left - total;
    this.holds.set(command.hold, { ...hold, left, status: left === 0n ? 'CAPTURED' : 'OPEN' });
    const outcome = this.post(
      key,
      input,
      to.map(({ account, amount }) => ({ from: hold.account, to: account, amount })),
    );
    if (releaseRest && left > 0n) this.release(command.hold);
    return outcome;
  }

  private release(key: string): ModelOutcome {
    const hold = this.holds.get(key);
    if (!hold || hold.status === 'CAPTURED') return 'refused: hold_closed';
    this.holds.set(key, { ...hold, left: 0n, status: 'RELEASED' });
    return 'done';
  }

  private reverse(command: ModelCommand & { do: 'reverse' }): ModelOutcome {
    const original = this.entries.get(command.entry);
    if (!original) return 'refused: not_found';
    if (original.reverses !== undefined) return 'refused: reversal_of_reversal';
    const [earlier, input] = [this.entries.get(command.key), inputOf(command)];
    if (earlier) return earlier.input === input ? 'replayed' : 'refused: idempotency_conflict';
    const left = original.postings.map(({ amount }, index) => amount - (original.reversed[index] ?? 0n));
    const whole = left.reduce((sum, each) => sum + each, 0n);
    const amount = command.amount ?? whole;
    if (whole === 0n || amount > whole) return 'refused: reversal_exceeds_entry';
    const parts = prorate({ minor: amount } as Money, left).map(({ minor }) => minor);
    const postings = original.postings
      .map(({ from, to }, index) => ({ from: to, to: from, amount: parts[index] ?? 0n }))
      .filter((posting) => posting.amount > 0n);
    const outcome = this.post(command.key, input, postings, command.entry);
    const reversed = original.reversed.map((before, index) => before + (parts[index] ?? 0n));
    if (outcome === 'done') this.entries.set(command.entry, { ...original, reversed });
    return outcome;
  }
}

const inputOf = (command: ModelCommand): string =>
  JSON.stringify(command, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
