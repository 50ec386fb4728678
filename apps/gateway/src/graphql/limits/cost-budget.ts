import { Injectable } from '@nestjs/common';
import { Clock, Unavailable } from '@moments/kernel';
import { costSetting, isRedisAway, Redis, Settings } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import { toldOf } from '../../http/errors.js';
import { type CostReport, RateLimited } from './cost.errors.js';
import type { Payer } from './payer.js';
import { Script } from './script.js';

/**
 * A leaky bucket: what was spent leaks away at the restore rate. The server's own clock is used, so that gateways with
 * different clocks agree. ARGV: points, capacity, restored per second, '1' when it is to be charged though it overflows.
 * Gives whether it was charged and how much is spent now.
 */
const charge = new Script(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local points, capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local bucket = redis.call('HMGET', KEYS[1], 'spent', 'at')
  local leaked = (now - (tonumber(bucket[2]) or now)) * rate / 1000
  local spent = math.max(0, (tonumber(bucket[1]) or 0) - leaked)
  local fits = spent + points <= capacity
  if fits or ARGV[4] == '1' then
    spent = math.min(capacity, spent + points)
    redis.call('HSET', KEYS[1], 'spent', string.format('%.3f', spent), 'at', now)
    redis.call('PEXPIRE', KEYS[1], math.ceil(spent / rate * 1000) + 1000)
  end
  return { fits and 1 or 0, math.ceil(spent) }
`);

// A changed setting must not take longer to be felt.
const longestMemorySeconds = 5;

/** What accounts and addresses may ask of us in a while, counted in Redis for all gateways together. */
@Injectable()
export class CostBudget {
  /** Until when (ms) a payer can't even pay for a rejected document; kept here to turn it away without asking Redis. */
  private readonly emptyUntil = new LRUCache<string, number>({ max: 10_000 });

  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Takes the points in one round trip; throws `RateLimited` when they are not there, `Unavailable` while Redis is away. */
  async charge(payer: Payer, points: number): Promise<CostReport> {
    const { fits, report } = await this.run(payer, points);
    if (fits) return report;
    const { currentlyAvailable, restoreRate } = report.throttleStatus;
    throw new RateLimited(Math.max(1, Math.ceil((points - currentlyAvailable) / restoreRate)), report);
  }

  /**
   * Takes the points of what is pushed at somebody who listens, and leaves half of the bucket for what they ask themselves.
   * Gives 0, or after how many seconds to try again.
   */
  async chargeEvent(payer: Payer, points: number): Promise<number> {
    const { fits, report } = await this.run(payer, points, { share: 0.5 });
    if (fits) return 0;
    const { maximumAvailable, currentlyAvailable, restoreRate } = report.throttleStatus;
    const seconds = (points + maximumAvailable / 2 - currentlyAvailable) / restoreRate;
    return Math.min(Math.max(0.1, seconds), longestMemorySeconds);
  }

  /**
   * Takes the price of a document that was not executed, as far as the bucket goes. Nothing while Redis or PostgreSQL is
   * away: what is wrong with the document is told all the same.
   */
  async chargeRejected(payer: Payer): Promise<CostReport | undefined> {
    try {
      const { rejected } = await this.settings.get(costSetting);
      return (await this.run(payer, rejected, { force: true })).report;
    } catch (error) {
      if (toldOf(error) instanceof Unavailable) return undefined;
      throw error;
    }
  }

  /** Throws `RateLimited` for whoever was found spent a moment ago, before anything is parsed for them. */
  refuseWhenSpent(payer: Payer): void {
    const waitMs = (this.emptyUntil.get(keyOf(payer)) ?? 0) - this.clock.now().getTime();
    if (waitMs > 0) throw new RateLimited(Math.ceil(waitMs / 1_000));
  }

  /** `share`: of the bucket, how much may be spent in all; but what fits into a bucket is never too much for an empty one. */
  private async run(
    payer: Payer,
    points: number,
    { force = false, share = 1 }: { force?: boolean; share?: number } = {},
  ): Promise<{ fits: boolean; report: CostReport }> {
    const { rejected, ...buckets } = await this.settings.get(costSetting);
    const { capacity, restoredPerSecond } = buckets[payer.kind];
    const most = Math.max(capacity * share, Math.min(points, capacity));
    const [fits, spent] = await this.count(payer, [points, most, restoredPerSecond, force ? 1 : 0]);
    const available = Math.max(0, capacity - spent);
    this.remember(payer, (rejected - available) / restoredPerSecond);
    const throttleStatus = {
      maximumAvailable: capacity,
      currentlyAvailable: available,
      restoreRate: restoredPerSecond,
    };
    return { fits: fits === 1, report: { requested: points, throttleStatus } };
  }

  private async count(payer: Payer, charged: readonly number[]): Promise<[fits: number, spent: number]> {
    try {
      const keys = [this.redis.key('cost', keyOf(payer))];
      return (await charge.run(this.redis.client, { keys, arguments: charged.map(String) })) as [number, number];
    } catch (error) {
      // Whoever cannot be counted is not let through: the limits are what keeps the database up.
      throw isRedisAway(error) ? new Unavailable() : error;
    }
  }

  private remember(payer: Payer, waitSeconds: number): void {
    if (waitSeconds <= 0) return;
    this.emptyUntil.set(keyOf(payer), this.clock.now().getTime() + Math.min(waitSeconds, longestMemorySeconds) * 1_000);
  }
}

const keyOf = ({ kind, id }: Payer): string => `${kind}:${id}`;
