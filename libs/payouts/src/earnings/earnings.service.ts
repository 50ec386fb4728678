import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type Currency } from '@moments/kernel';
import { type AccountAddress, kindOf, type JournalEntry, LedgerService, type LockedBalance } from '@moments/ledger';
import { Events, type Tx } from '@moments/platform';
import { randomUUID } from 'node:crypto';
import { changesOf } from './domain/changes.js';
import type { Earning } from './domain/earning.js';
import { takeBack, takenBackPostings } from './domain/take-back.js';
import { accountsOf, addressesOf } from './creator-accounts.js';
import { earningsChanged } from './earnings.events.js';
import { EarningsReleases } from './earnings-releases.js';
import { confirmHeld, heldByKey, hold, type NewlyHeld, takeFromHeld } from './held-earnings.store.js';
import { insertLines } from './statement-lines.js';

/** What came of a recording. */
export interface RecordedEarnings {
  /** Lines that were written. */
  readonly recorded: number;
  /** Earnings whose key their creator had already. */
  readonly repeated: number;
}

/**
 * What creators earn, from whichever part of the product: the one place where their money comes from. Each earning is a line
 * of the statement and is part of a journal entry, both or neither.
 */
@Injectable()
export class EarningsService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly releases: EarningsReleases,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Records earnings: money moves from their sources into what is pending, or becomes available at once when it is due. What
   * takes back leaves the lines that it names while they are pending, else what is available, and becomes debt where
   * nothing is left; its creator is told. A key that a creator has already changes nothing. Throws what `LedgerService.post` throws:
   * `InsufficientFunds` when a source that is guarded has too little.
   */
  async record(tx: Tx, earnings: readonly Earning[]): Promise<RecordedEarnings> {
    const batch = randomUUID();
    const wanted = earnings.filter(({ amount }) => amount.minor !== 0n).toSorted(byCreatorAndKey);
    const inserted = await insertLines(tx, wanted, {
      at: this.clock.now(),
      batch: { id: batch, sources: wanted.map(({ source }) => source) },
    });
    const fresh = inserted.flatMap(({ place, id: lineId }): RecordedEarning[] => {
      const earning = wanted[place];
      return earning ? [{ ...earning, lineId }] : [];
    });
    const [earned, takenBack] = [
      fresh.filter(({ amount }) => amount.minor > 0n),
      fresh.filter(({ amount }) => amount.minor < 0n),
    ];
    const now = this.clock.now();
    const due = earned.filter(({ availableAt, untilConfirmed }) => !untilConfirmed && availableAt <= now);
    // Who takes back or releases decides by balances: all that this transaction will move are locked before the first is.
    const isDecided = takenBack.length + due.length > 0;
    const balances = isDecided ? await this.lock(tx, fresh) : new Map<AccountAddress, LockedBalance>();
    if (earned.length > 0) {
      await hold(tx, earned.map(toHeld));
      await this.ledger.postMany(tx, earnedEntries(batch, earned));
    }
    if (takenBack.length > 0) await this.takeBack(tx, { batch, takenBack, balances });
    if (due.length > 0) await this.releases.release(tx, [...new Set(due.map(({ creatorId }) => creatorId))]);
    for (const change of changesOf(fresh)) await this.events.emit(tx, earningsChanged, change);
    return { recorded: fresh.length, repeated: wanted.length - fresh.length };
  }

  /** What waited to be confirmed becomes available shortly: lines of a creator by their keys. Again changes nothing. */
  confirm(tx: Tx, { creatorId, keys }: { creatorId: AccountId; keys: readonly string[] }): Promise<void> {
    return confirmHeld(tx, { creatorId, keys, now: this.clock.now() });
  }

  private async lock(tx: Tx, earnings: readonly Earning[]): Promise<Map<AccountAddress, LockedBalance>> {
    const balances = new Map<AccountAddress, LockedBalance>();
    for (const [currency, ofCurrency] of grouped(earnings, ({ amount }) => amount.currency)) {
      const touched = ofCurrency.flatMap(({ creatorId, source }) => [
        ...addressesOf(creatorId),
        ...(kindOf(source).keepsBalance ? [source] : []),
      ]);
      const locked = await this.ledger.lockBalances(tx, [...new Set(touched)], currency);
      for (const [address, balance] of locked) balances.set(balanceKey(address, currency), balance);
    }
    return balances;
  }

  private async takeBack(tx: Tx, { batch, takenBack, balances }: TakingBack): Promise<void> {
    const held = await heldByKey(tx, takenBack);
    const entries: JournalEntry[] = [];
    for (const { creatorId, key, amount, source, takesBack = [], kind } of takenBack) {
      const { currency } = amount;
      const accounts = accountsOf(creatorId);
      const lines = takesBack.flatMap((takenKey) => held.get(`${creatorId} ${currency} ${takenKey}`) ?? []);
      const availableKey = balanceKey(accounts.available, currency);
      const known = balances.get(availableKey);
      const taken = takeBack(-amount.minor, lines, known?.available.minor ?? 0n);
      if (known) {
        const available = { minor: known.available.minor - taken.fromAvailable, currency };
        balances.set(availableKey, { ...known, available });
      }
      entries.push({
        key: `earnings:${batch}:${creatorId}:${key}`,
        kind: kind === 'CORRECTION' ? 'earnings_corrected' : 'earnings_taken_back',
        reference: `earnings:${batch}`,
        postings: takenBackPostings(taken, { accounts, source, currency }),
      });
    }
    await takeFromHeld(tx, [...held.values()]);
    await this.ledger.postMany(tx, entries);
  }
}

type RecordedEarning = Earning & Pick<NewlyHeld, 'lineId'>;

interface TakingBack {
  readonly batch: string;
  readonly takenBack: readonly Earning[];
  /** Locked; what is taken is taken off what is available in them. */
  readonly balances: Map<AccountAddress, LockedBalance>;
}

// One balance each for the currencies of an address.
const balanceKey = (address: AccountAddress, currency: Currency): AccountAddress =>
  `${address} ${currency}` as AccountAddress;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byCreatorAndKey = (a: Earning, b: Earning): number => compare(a.creatorId, b.creatorId) || compare(a.key, b.key);

const toHeld = ({ creatorId, lineId, amount, availableAt, untilConfirmed }: RecordedEarning): NewlyHeld => ({
  creatorId,
  lineId,
  amount,
  availableAt: untilConfirmed ? undefined : availableAt,
});

/** One entry for each creator, source and currency. */
function earnedEntries(batch: string, earned: readonly Earning[]): JournalEntry[] {
  const groups = grouped(earned, ({ creatorId, source, amount }) => `${creatorId}:${source}:${amount.currency}`);
  return [...groups].flatMap(([group, [first, ...others]]) => {
    if (!first) return [];
    const minor = others.reduce((sum, { amount }) => sum + amount.minor, first.amount.minor);
    const to = accountsOf(first.creatorId).pending;
    return {
      key: `earnings:${batch}:${group}`,
      kind: 'earned',
      reference: `earnings:${batch}`,
      postings: [{ from: first.source, to, amount: { minor, currency: first.amount.currency } }],
    };
  });
}

function grouped<Item, Key extends string>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
