import type { Redis } from './redis.js';
import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** So many within a window that starts with the first. */
interface Limit {
  points: number;
  windowSeconds: number;
}

/**
 * Counts in Redis, for all processes together. While Redis is away each process counts for itself: nobody is locked out,
 * and at worst an address gets its limit once from every process.
 */
export function makeLimiter(redis: Redis, name: string, { points, windowSeconds: duration }: Limit): RateLimiterRedis {
  const keyPrefix = redis.key(name);
  return new RateLimiterRedis({
    storeClient: redis.client,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    keyPrefix,
    points,
    duration,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
  });
}

/** Counts one more; throws `refusal(retryAfterSeconds)` when that is one too many. */
export async function consume(
  limiter: RateLimiterRedis,
  key: string,
  refusal: (retryAfterSeconds: number) => Error,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw refusal(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
  }
}

/** What stands in a limiter's key for an address of any kind, so that none is kept in Redis. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
