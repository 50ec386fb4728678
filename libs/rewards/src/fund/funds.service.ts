import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  Clock,
  type CreatorFundId,
  formatAmount,
  idempotencyKey,
  IdempotencyConflict,
  InvalidInput,
  type Money,
  newId,
  NotFound,
  parseInput,
  textSchema,
  toGlobalId,
} from '@moments/kernel';
import { addresses, LedgerService, walletCurrency } from '@moments/ledger';
import { Database, execute, inputHash, rows, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { fundPurposes } from './domain/fund-rules.js';
import { fundColumns, type FundView } from './fund.view.js';

export interface FoundFund {
  name: string;
  purpose: string;
  idempotencyKey: string;
  by: AccountId | null;
}

export interface AddToFund {
  fundId: CreatorFundId;
  amount: Money;
  idempotencyKey: string;
  by: AccountId | null;
}

const founding = z.object({
  name: textSchema({ max: 100, required: true }),
  purpose: z.enum(fundPurposes),
  idempotencyKey,
});
const adding = z.object({ idempotencyKey });

/** Funds and what they are given. Money also comes from the bank, to a fund's global id as the payee. */
@Injectable()
export class FundsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly settings: Settings,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Founds a fund without money, in the marketplace's currency; audited. Throws `InvalidInput`, `IdempotencyConflict`. */
  async found({ by, ...input }: FoundFund): Promise<FundView> {
    const { idempotencyKey: key, ...wanted } = parseInput(founding, input);
    const currency = await this.settings.get(walletCurrency);
    const hash = inputHash(wanted);
    const id = newId<'creatorFund'>();
    return this.database.transaction(async (tx) => {
      // Whoever founds under the same key at the same time waits here until this transaction ends.
      const founded = await execute(
        tx,
        `insert into creator_funds (id, name, purpose, currency, created_at, created_by, idempotency_key, input_hash)
         values ($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'))
         on conflict on constraint creator_funds_key_key do nothing`,
        [id, wanted.name, wanted.purpose, currency, this.clock.now(), by, key, hash],
      );
      const [fund] = await rows<FundView & { inputHash: string }>(
        tx,
        `select ${fundColumns}, encode(input_hash, 'hex') as "inputHash" from creator_funds as funds
          where idempotency_key = $1 and created_by is not distinct from $2`,
        [key, by],
      );
      if (!fund) throw new Error('the fund was not founded');
      const { inputHash: founder, ...view } = fund;
      if (founder !== hash) throw new IdempotencyConflict();
      if (founded === 1) {
        // A bank's payment to the fund finds it by its account.
        await this.ledger.open(tx, { address: addresses.fundBudget(id), currency: view.currency });
        const subject = toGlobalId('creatorFund', id);
        await this.audit.record(tx, {
          actor: by,
          action: 'fund.founded',
          subject,
          details: { purpose: wanted.purpose },
        });
      }
      return view;
    });
  }

  /**
   * Gives a fund money of the platform's own; audited. Repeating a key gives it once. Throws `NotFound`, `InvalidInput` for
   * another currency than the fund's, `IdempotencyConflict`, and what `LedgerService.post` throws of the amount.
   */
  async add({ fundId, amount, by, ...input }: AddToFund): Promise<FundView> {
    const { idempotencyKey: key } = parseInput(adding, input);
    return this.database.transaction(async (tx) => {
      const fund = await findFund(tx, fundId);
      if (amount.currency !== fund.currency) {
        throw new InvalidInput([{ field: ['amount', 'currency'], message: `must be ${fund.currency}` }]);
      }
      const { replayed } = await this.ledger.post(tx, {
        ...{ key, scope: `fund:${by ?? 'cli'}`, kind: 'fund_funded', reference: `fund:${fundId}` },
        postings: [{ from: addresses.platformRevenue, to: addresses.fundBudget(fundId), amount }],
      });
      if (!replayed) {
        const details = { amount: formatAmount(amount), currency: amount.currency };
        const subject = toGlobalId('creatorFund', fundId);
        await this.audit.record(tx, { actor: by, action: 'fund.funded', subject, details });
      }
      return fund;
    });
  }
}

/** Throws `NotFound`. Funds are never deleted. */
export async function findFund(tx: Tx, fundId: CreatorFundId): Promise<FundView> {
  const [fund] = await rows<FundView>(tx, `select ${fundColumns} from creator_funds as funds where id = $1`, [fundId]);
  if (!fund) throw new NotFound('fund', ['fundId']);
  return fund;
}
