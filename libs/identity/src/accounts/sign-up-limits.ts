import { Injectable } from '@nestjs/common';
import { networkOf } from '@moments/kernel';
import { consume, digest, makeLimiter, Redis, Settings } from '@moments/platform';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { TooManySignUps } from '../identity.errors.js';
import { signUpLimits } from '../identity.settings.js';

/** Bounds how many accounts one address makes, and how many email addresses and handles it can try out by signing up. */
@Injectable()
export class SignUpLimits {
  private readonly made = new Map<string, RateLimiterRedis>();

  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  /**
   * Counts one sign-up from a client's address; all addresses of one IPv6 /64 count as one. It stays counted when the
   * email address or the handle turns out to be taken: that answer is what somebody who tries them out is after.
   * Throws `TooManySignUps`.
   */
  async count(address: string): Promise<void> {
    const { perAddress: points, windowSeconds } = await this.settings.get(signUpLimits);
    const key = `${points}:${windowSeconds}`;
    const limiter = this.made.get(key) ?? makeLimiter(this.redis, 'sign-ups-address', { points, windowSeconds });
    this.made.set(key, limiter);
    await consume(limiter, digest(networkOf(address)), (retryAfterSeconds) => new TooManySignUps(retryAfterSeconds));
  }
}
