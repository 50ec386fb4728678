import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  businessDayOf,
  Clock,
  currency as currencyOf,
  type Currency,
  idempotencyKey,
  IdempotencyConflict,
  type Money,
  parseInput,
  toGlobalId,
} from '@moments/kernel';
import { addresses, LedgerService, walletCurrency } from '@moments/ledger';
import { Database, Events, rows, Settings, statement, type Tx } from '@moments/platform';
import { z } from 'zod';
import { accountsOf } from './creator-accounts.js';
import { NothingOwed } from './earnings.errors.js';
import { earningsChanged } from './earnings.events.js';
import { insertLines } from './statement-lines.js';

const writeOffSchema = z.object({ reason: z.string().trim().min(1).max(1_000), idempotencyKey });

export interface WriteOffCommand {
  readonly creatorId: AccountId;
  /** In an operator's words; told in the audit log and the basis of the line. */
  readonly reason: string;
  readonly idempotencyKey: string;
  /** The operator. */
  readonly by: AccountId;
}

const writtenOff = statement(
  'payouts.written-off',
  `select amount, currency, inputs ->> 'reason' as reason from statement_lines where creator_id = $1 and key = $2`,
);

/** What creators owe, and how an operator lets them off. */
@Injectable()
export class EarningsDebts {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly settings: Settings,
    private readonly audit: Audit,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes off all that a creator owes, at the platform's cost; gives how much that was. The same key again gives the first
   * answer. Throws {@link NothingOwed}, `IdempotencyConflict`, `InvalidInput`.
   */
  async writeOff({ creatorId, by, ...input }: WriteOffCommand): Promise<Money> {
    const { reason, idempotencyKey: key } = parseInput(writeOffSchema, input);
    const code = currencyOf(await this.settings.get(walletCurrency));
    return this.database.transaction(async (tx) => {
      const accounts = accountsOf(creatorId);
      // Locked before the replay check: two calls with one key must not both find a debt.
      const locked = await this.ledger.lockBalances(tx, [accounts.debt], code);
      const lineKey = `write-off:${by}:${key}`;
      const earlier = await findWrittenOff(tx, creatorId, lineKey);
      if (earlier) {
        if (earlier.reason !== reason) throw new IdempotencyConflict();
        return earlier.amount;
      }
      const owed = -(locked.get(accounts.debt)?.balance.minor ?? 0n);
      if (owed <= 0n) throw new NothingOwed();
      const amount = { minor: owed, currency: code };
      await this.ledger.post(tx, {
        scope: by,
        key: `write-off:${key}`,
        kind: 'debt_written_off',
        reference: `creator:${creatorId}`,
        postings: [{ from: addresses.platformRevenue, to: accounts.debt, amount }],
      });
      const at = this.clock.now();
      const basis = { inputs: { currency: code, owed: `${owed}`, reason }, formula: 'owed' };
      const line = { key: lineKey, creatorId, day: businessDayOf(at), kind: 'CORRECTION', amount } as const;
      await insertLines(tx, [{ ...line, availableAt: at, basis }], { at });
      const creators = [{ creatorId, amountMinor: `${owed}` }];
      await this.events.emit(tx, earningsChanged, { reason: 'DEBT_WRITTEN_OFF', currency: code, creators });
      await this.audit.record(tx, {
        actor: by,
        action: 'debt.written_off',
        subject: toGlobalId('account', creatorId),
        details: { amountMinor: `${owed}`, currency: code, reason },
      });
      return amount;
    });
  }
}

async function findWrittenOff(tx: Tx, creatorId: AccountId, key: string) {
  const [found] = await rows<{ amount: string; currency: Currency; reason: string }>(tx, writtenOff, [creatorId, key]);
  return found && { reason: found.reason, amount: { minor: BigInt(found.amount), currency: found.currency } };
}
