import { Injectable } from '@nestjs/common';
import { networkOf } from '@moments/kernel';
import { consume, defineSetting, digest, makeLimiter, Redis, Settings } from '@moments/platform';
import type { RateLimiterRedis } from 'rate-limiter-flexible';
import { z } from 'zod';
import { TooManyStrangers } from './integration.errors.js';

const callerLimits = defineSetting({
  name: 'gateway.integration',
  schema: z.strictObject({
    windowSeconds: z.number().int().min(1).max(3_600),
    /** Calls of one address in a window that nobody of ours has made, and those that are still being looked at. */
    unknownPerAddress: z.number().int().min(1).max(1_000_000),
  }),
  fallback: { windowSeconds: 60, unknownPerAddress: 300 },
});

/** How somebody shows who they are. Each is counted apart: a key gone wrong must not stop the bank's messages. */
export type Credential = 'key' | 'signature';

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
