import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  addDays,
  type BusinessDay,
  Clock,
  type CreatorFundId,
  type FundPeriodId,
  idempotencyKey,
  IdempotencyConflict,
  InvalidInput,
  type Money,
  newId,
  NotFound,
  parseInput,
} from '@moments/kernel';
import { addresses, LedgerService } from '@moments/ledger';
import { Database, execute, inputHash, rows, type Tx } from '@moments/platform';
import { z } from 'zod';
import { FundPeriodStands } from '../rewards.errors.js';
import { fundRulesSchema } from './domain/fund-rules.js';
import { periodStepFrom } from './domain/period-machine.js';
import { lockPeriod } from './fund-periods.store.js';
import { FundTelling } from './fund-telling.js';
import { type FundPeriodView, periodColumns, type PeriodRow, toPeriod } from './fund.view.js';
import { findFund } from './funds.service.js';

/** A part of a fund's budget, to be shared for what is done from a day to a day, both included. */
export interface OpenFundPeriod {
  fundId: CreatorFundId;
  from: BusinessDay;
  to: BusinessDay;
  pool: Money;
  /** See `fundRulesSchema`. */
  rules: unknown;
  idempotencyKey: string;
  by: AccountId | null;
}

const maxDays = 366;

const opening = z.object({ rules: fundRulesSchema, idempotencyKey });

/** Periods of funds: money is set aside when one opens, so that what is promised is there. */
@Injectable()
export class FundPeriodsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
    private readonly telling: FundTelling,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a period and moves its pool out of the fund's budget; audited. Repeating a key gives the first one. Throws
   * `NotFound`, `InvalidInput`, `InsufficientFunds` for more than the fund has, `IdempotencyConflict`.
   */
  async open({ fundId, from, to, pool, by, ...input }: OpenFundPeriod): Promise<FundPeriodView> {
    const { rules, idempotencyKey: key } = parseInput(opening, input);
    if (to < from) throw new InvalidInput([{ field: ['to'], message: 'must not be before from' }]);
    if (to >= addDays(from, maxDays)) {
      throw new InvalidInput([{ field: ['to'], message: `must be within ${maxDays} days` }]);
    }
    const hash = inputHash({ fundId, from, to, pool, rules });
    return this.database.transaction(async (tx) => {
      const fund = await findFund(tx, fundId);
      if (pool.currency !== fund.currency) {
        throw new InvalidInput([{ field: ['pool', 'currency'], message: `must be ${fund.currency}` }]);
      }
      if (pool.minor <= 0n) throw new InvalidInput([{ field: ['pool'], message: 'must be more than zero' }]);
      const id = newId<'fundPeriod'>();
      // Whoever opens under the same key at the same time waits here until this transaction ends.
      const opened = await execute(
        tx,
        `insert into fund_periods
                (id, fund_id, from_day, to_day, pool, rules, status, opened_at, opened_by, idempotency_key, input_hash)
         values ($1, $2, $3, $4, $5, $6, 'OPEN', $7, $8, $9, decode($10, 'hex'))
         on conflict on constraint fund_periods_key_key do nothing`,
        [id, fundId, from, to, pool.minor, JSON.stringify(rules), this.clock.now(), by, key, hash],
      );
      const period = await findByKey(tx, { key, by, hash });
      if (opened === 0) return period;
      await this.ledger.post(tx, {
        ...{ key: `fund-period:${id}:opened`, kind: 'fund_period_opened', reference: `fund-period:${id}` },
        postings: [{ from: addresses.fundBudget(fundId), to: addresses.fundBudget(id), amount: pool }],
      });
      await this.telling.opened(tx, period, by);
      return period;
    });
  }

  /** Gives the pool of a period back to its fund; again changes nothing. Throws `NotFound`, `FundPeriodStands` once shared. */
  async cancel({ periodId, by }: { periodId: FundPeriodId; by: AccountId | null }): Promise<FundPeriodView> {
    return this.database.transaction(async (tx) => {
      const period = await lockPeriod(tx, periodId);
      if (!period) throw new NotFound('fund period', ['periodId']);
      if (period.status === 'CANCELLED') return period;
      const status = periodStepFrom(period.status, 'cancel');
      if (!status) throw new FundPeriodStands(period.status);
      const endedAt = this.clock.now();
      await execute(tx, 'update fund_periods set status = $2, ended_at = $3 where id = $1', [
        periodId,
        status,
        endedAt,
      ]);
      await this.ledger.post(tx, {
        ...{ key: `fund-period:${periodId}:cancelled`, kind: 'fund_period_cancelled' },
        reference: `fund-period:${periodId}`,
        postings: [
          { from: addresses.fundBudget(periodId), to: addresses.fundBudget(period.fundId), amount: period.pool },
        ],
      });
      await this.telling.cancelled(tx, period, by);
      return { ...period, status, endedAt };
    });
  }
}

async function findByKey(
  tx: Tx,
  { key, by, hash }: { key: string; by: AccountId | null; hash: string },
): Promise<FundPeriodView> {
  const [found] = await rows<PeriodRow & { inputHash: string }>(
    tx,
    `select ${periodColumns}, encode(periods.input_hash, 'hex') as "inputHash"
       from fund_periods as periods join creator_funds as funds on funds.id = periods.fund_id
      where periods.idempotency_key = $1 and opened_by is not distinct from $2`,
    [key, by],
  );
  if (!found) throw new Error('the period was not opened');
  const { inputHash: first, ...row } = found;
  if (first !== hash) throw new IdempotencyConflict();
  return toPeriod(row);
}
