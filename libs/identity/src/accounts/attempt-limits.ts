import { Injectable } from '@nestjs/common';
import { Redis, Settings } from '@moments/platform';
import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyAttempts } from '../identity.errors.js';
import { attemptLimits } from '../identity.settings.js';

/** Who tries a password, and on what. */
export interface Attempt {
  /** Email address or account id; only its hash is kept. */
  subject: string;
  /** The client's address. */
  address: string;
}

interface Limiters {
  ofAccount: RateLimiterRedis;
  ofAddress: RateLimiterRedis;
}

/** Bounds guessing of passwords: failures per account and address, and per address alone. */
@Injectable()
export class AttemptLimits {
  private readonly made = new Map<string, Limiters>();

  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  /**
   * Runs one attempt. It is counted before it is made, so that many at once cannot slip through, and taken back when
   * it succeeds. Throws `TooManyAttempts` without making it when too many have failed.
   */
  async guard(attempt: Attempt, succeeds: () => Promise<boolean>): Promise<boolean> {
    const { ofAccount, ofAddress } = await this.limiters();
    const address = digest(attempt.address);
    const account = digest(`${attempt.subject}\n${attempt.address}`);
    await consume(ofAddress, address);
    await consume(ofAccount, account);
    const succeeded = await succeeds();
    if (succeeded) await Promise.all([ofAddress.reward(address), ofAccount.delete(account)]);
    return succeeded;
  }

  private async limiters(): Promise<Limiters> {
    const limits = await this.settings.get(attemptLimits);
    const key = JSON.stringify(limits);
    const existing = this.made.get(key);
    if (existing) return existing;
    const limiters = {
      ofAccount: this.limiter('attempts-account', limits.perAccountAndAddress, limits.windowSeconds),
      ofAddress: this.limiter('attempts-address', limits.perAddress, limits.windowSeconds),
    };
    this.made.set(key, limiters);
    return limiters;
  }

  private limiter(name: string, points: number, duration: number): RateLimiterRedis {
    const keyPrefix = this.redis.key(name);
    return new RateLimiterRedis({
      storeClient: this.redis.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix,
      points,
      duration,
      // While Redis is away each process still counts for itself.
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
    });
  }
}

async function consume(limiter: RateLimiterRedis, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new TooManyAttempts(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
