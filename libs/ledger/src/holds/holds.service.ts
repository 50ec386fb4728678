import { Injectable } from '@nestjs/common';
import { Clock, type HoldId, IdempotencyConflict, InvalidInput, type Money, newId, NotFound } from '@moments/kernel';
import { Database, inputHash, type Tx } from '@moments/platform';
import { lockBalance } from '../accounts/lock-balance.js';
import { type AccountAddress, kindOf } from '../domain/account-kinds.js';
import { checkAmount, productScope } from '../domain/journal-entry.js';
import { type PostedEntry, postEntry } from '../journal/journal.store.js';
import { HoldClosed, InsufficientFunds, LedgerAccountClosed } from '../ledger.errors.js';
import { type Hold, type HoldRow, toHold } from './hold.js';
import { closeHold, findHold, findHoldByKey, insertHold, overdueHolds } from './holds.store.js';

export interface ReserveCommand {
  address: AccountAddress;
  amount: Money;
  key: string;
  scope?: string;
  /** What the money is kept for: `campaign:<uuid>`. */
  reference: string;
  /** Never when left out. Not compared in a replay: the first one stands. */
  expiresAt?: Date;
}

export interface CaptureCommand {
  holdId: HoldId;
  key: string;
  scope?: string;
  kind: string;
  reference: string;
  /** Who gets how much; together at most what is left of the hold. */
  to: readonly { address: AccountAddress; amount: Money }[];
  /** Gives back what is then left; otherwise it stays reserved for further captures. */
  releaseRest?: boolean;
}

/** Holds: money that is kept for something before it is known who gets it. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws `InsufficientFunds`, `LedgerAccountClosed`, `IdempotencyConflict`, what `checkAmount` throws. */
  async reserve(tx: Tx, command: ReserveCommand): Promise<Hold> {
    const { address, amount, key, scope = productScope, reference, expiresAt } = command;
    const now = this.clock.now();
    checkAmount(amount);
    const hash = inputHash({ address, amount, reference });
    // Locked before the replay check: two calls with one key must not both see "not found".
    const account = await lockBalance(tx, { address, currency: amount.currency, at: now });
    const earlier = await findHoldByKey(tx, { scope, key });
    if (earlier) return replayed(earlier, hash);
    if (expiresAt && expiresAt <= now) throw new InvalidInput([{ field: ['expiresAt'], message: 'is in the past' }]);
    if (account.closed) throw new LedgerAccountClosed(address);
    const missing = amount.minor - account.available.minor;
    if (missing > 0n && !kindOf(address).mayGoNegative) {
      throw new InsufficientFunds(address, { minor: missing, currency: amount.currency });
    }
    const id = newId<'hold'>();
    const { accountId } = account;
    const { currency, minor: amountMinor } = amount;
    const hold = { id, scope, key, inputHash: hash, accountId, currency, reference, amountMinor, createdAt: now };
    // Somebody with the same key and another account has not waited for our lock.
    if (!(await insertHold(tx, { ...hold, expiresAt }))) throw new IdempotencyConflict();
    return toHold(await this.get(tx, id));
  }

  /**
   * Pays out of a hold. Throws `NotFound`, `HoldClosed`, `HoldExpired`, `HoldExceeded`, and what `LedgerService.post`
   * throws.
   */
  async capture(tx: Tx, command: CaptureCommand): Promise<PostedEntry> {
    const { holdId, key, scope, kind, reference, to, releaseRest = false } = command;
    const { address: from, accountId } = await this.get(tx, holdId);
    const postings = to.map(({ address, amount }) => ({ from, to: address, amount }));
    const at = this.clock.now();
    const entry = { key, scope, kind, reference, postings };
    const posted = await postEntry(tx, entry, { at, holdId, input: { ...entry, holdId, releaseRest } });
    if (releaseRest && !posted.replayed) await closeHold(tx, { id: holdId, accountId, status: 'RELEASED', at });
    return posted;
  }

  /** Gives back what is left; again changes nothing. Throws `NotFound`; `HoldClosed` when it has all been captured. */
  async release(tx: Tx, holdId: HoldId): Promise<Hold> {
    const { accountId } = await this.get(tx, holdId);
    const released = await closeHold(tx, { id: holdId, accountId, status: 'RELEASED', at: this.clock.now() });
    const hold = toHold(await this.get(tx, holdId));
    if (!released && hold.status === 'CAPTURED') throw new HoldClosed(hold.status);
    return hold;
  }

  /** Gives back what holds keep whose time is over, at most so many; tells how many it looked at. */
  async expire(limit: number): Promise<number> {
    const at = this.clock.now();
    const overdue = await this.database.transaction((tx) => overdueHolds(tx, { at, limit }));
    // Each in a transaction of its own: one account's lock is not held while another's is waited for.
    for (const { id } of overdue) {
      await this.database.transaction(async (tx) => {
        const { accountId } = await this.get(tx, id);
        await closeHold(tx, { id, accountId, status: 'EXPIRED', at });
      });
    }
    return overdue.length;
  }

  private async get(tx: Tx, id: HoldId): Promise<HoldRow> {
    const found = await findHold(tx, id);
    if (!found) throw new NotFound('hold');
    return found;
  }
}

function replayed(earlier: HoldRow, hash: string): Hold {
  if (earlier.inputHash !== hash) throw new IdempotencyConflict();
  return toHold(earlier);
}
