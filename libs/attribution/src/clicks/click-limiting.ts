import { Injectable } from '@nestjs/common';
import { networkOf } from '@moments/kernel';
import { consume, digest, makeLimiter, Redis, Settings } from '@moments/platform';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { TooManyClicks } from '../attribution.errors.js';
import { clickLimits } from './clicks.settings.js';

interface Limiters {
  ofOpener: RateLimiterRedis;
  ofAddress: RateLimiterRedis;
}

const refusal = (retryAfterSeconds: number) => new TooManyClicks(retryAfterSeconds);

/** Bounds how many cards are opened by one person and from one network. */
@Injectable()
export class ClickLimiting {
  private readonly made = new Map<string, Limiters>();

  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  /** Counts one click; throws `TooManyClicks` when it is one too many. All addresses of one IPv6 /64 count as one. */
  async count({ openerId, address }: { openerId: string; address: string }): Promise<void> {
    const { ofOpener, ofAddress } = await this.limiters();
    await consume(ofOpener, openerId, refusal);
    await consume(ofAddress, digest(networkOf(address)), refusal);
  }

  private async limiters(): Promise<Limiters> {
    const limits = await this.settings.get(clickLimits);
    const key = JSON.stringify(limits);
    const existing = this.made.get(key);
    if (existing) return existing;
    const { windowSeconds, perOpener, perAddress } = limits;
    const limiters = {
      ofOpener: makeLimiter(this.redis, 'clicks-opener', { points: perOpener, windowSeconds }),
      ofAddress: makeLimiter(this.redis, 'clicks-address', { points: perAddress, windowSeconds }),
    };
    this.made.set(key, limiters);
    return limiters;
  }
}
