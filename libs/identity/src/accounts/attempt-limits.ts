import { Injectable } from '@nestjs/common';
import { networkOf } from '@moments/kernel';
import { consume, digest, makeLimiter, Redis, Settings } from '@moments/platform';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { TooManyAttempts } from '../identity.errors.js';
import { attemptLimits } from '../identity.settings.js';

/** Who tries a password, and on what. */
export interface Attempt {
  /** Email address or account id; only its hash is kept. */
  subject: string;
  /** The client's address; all of one IPv6 /64 count as one. */
  address: string;
}

interface Limiters {
  ofAccount: RateLimiterRedis;
  ofAddress: RateLimiterRedis;
}

const refusal = (retryAfterSeconds: number) => new TooManyAttempts(retryAfterSeconds);

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
    const network = networkOf(attempt.address);
    const address = digest(network);
    const account = digest(`${attempt.subject}\n${network}`);
    await consume(ofAddress, address, refusal);
    await consume(ofAccount, account, refusal);
    const succeeded = await succeeds();
    if (succeeded) await Promise.all([ofAddress.reward(address), ofAccount.delete(account)]);
    return succeeded;
  }

  private async limiters(): Promise<Limiters> {
    const limits = await this.settings.get(attemptLimits);
    const key = JSON.stringify(limits);
    const existing = this.made.get(key);
    if (existing) return existing;
    const { windowSeconds, perAccountAndAddress, perAddress } = limits;
    const limiters = {
      ofAccount: makeLimiter(this.redis, 'attempts-account', { points: perAccountAndAddress, windowSeconds }),
      ofAddress: makeLimiter(this.redis, 'attempts-address', { points: perAddress, windowSeconds }),
    };
    this.made.set(key, limiters);
    return limiters;
  }
}
