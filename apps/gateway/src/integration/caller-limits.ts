import { Injectable } from '@nestjs/common';
import { networkOf } from '@moments/kernel';
import { callerLimits, consume, digest, makeLimiter, Redis, Settings } from '@moments/platform';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { TooManyStrangers } from './integration.errors.js';

/** How somebody shows who they are. Each is counted apart: a key gone wrong must not stop the bank's messages. */
type Credential = 'key' | 'signature';

const refusal = (retryAfterSeconds: number) => new TooManyStrangers(retryAfterSeconds);

/** Bounds what somebody who is no integration can make us read and compute. */
@Injectable()
export class CallerLimits {
  private readonly made = new Map<string, RateLimiterRedis>();

  constructor(
    private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  /**
   * Counts a call before anything of it is read, so that many at once cannot slip through. All addresses of one IPv6 /64
   * count as one. Throws `TooManyStrangers`.
   */
  async count(address: string, by: Credential): Promise<void> {
    await consume(await this.limiter(by), digest(networkOf(address)), refusal);
  }

  /** Takes back what was counted of a call: an integration has made it. */
  async takeBack(address: string, by: Credential): Promise<void> {
    await (await this.limiter(by)).reward(digest(networkOf(address)));
  }

  private async limiter(by: Credential): Promise<RateLimiterRedis> {
    const { windowSeconds, unknownPerAddress: points } = await this.settings.get(callerLimits);
    const name = `integration-${by}`;
    const key = `${name} ${windowSeconds} ${points}`;
    const limiter = this.made.get(key) ?? makeLimiter(this.redis, name, { points, windowSeconds });
    this.made.set(key, limiter);
    return limiter;
  }
}
