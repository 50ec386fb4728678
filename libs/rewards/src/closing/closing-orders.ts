import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  type BusinessDay,
  businessDayOf,
  Clock,
  idempotencyKey,
  IdempotencyConflict,
  parseInput,
} from '@moments/kernel';
import { Database, execute, Jobs, rows } from '@moments/platform';
import { z } from 'zod';
import { closeRewardDay } from './close-days.jobs.js';
import { RewardDayClosed, RewardDayNotOver } from './closing.errors.js';
import { checkOrder } from './reward-closing.service.js';

/** An operator's order to close a day. */
export interface CloseOrder {
  readonly day: BusinessDay;
  readonly idempotencyKey: string;
  readonly by: AccountId;
}

const orderSchema = z.object({ idempotencyKey });

/** Orders of operators to close days; the worker carries them out. */
@Injectable()
export class ClosingOrders {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes an order; the close begins shortly. The same key again is the same order. Throws `RewardDayNotOver`,
   * `RewardDayClosed`, `RewardDaysInOrder`, `IdempotencyConflict`.
   */
  async order({ day, by, ...input }: CloseOrder): Promise<void> {
    const { idempotencyKey: key } = parseInput(orderSchema, input);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const added = await execute(
        tx,
        `insert into reward_day_orders (ordered_by, idempotency_key, day, ordered_at) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [by, key, day, now],
      );
      if (added === 0) {
        const sql = 'select day::text as day from reward_day_orders where ordered_by = $1 and idempotency_key = $2';
        const [earlier] = await rows<{ day: BusinessDay }>(tx, sql, [by, key]);
        if (earlier?.day !== day) throw new IdempotencyConflict();
        return;
      }
      if (day >= businessDayOf(now)) throw new RewardDayNotOver(day);
      if ((await checkOrder(tx, day))?.status === 'CLOSED') throw new RewardDayClosed(day);
      await this.jobs.enqueue(tx, closeRewardDay, { day }, { key: `close-reward-day:${day}` });
      await this.audit.record(tx, { actor: by, action: 'reward_day.close_ordered', details: { day } });
    });
  }
}
