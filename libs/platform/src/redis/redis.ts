import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createClient } from 'redis';
import { Log } from '../telemetry/log.js';

export const REDIS_OPTIONS = Symbol('redis options');

export interface RedisOptions {
  url: string;
  /** Before every key and channel, so that several deployments can share a server. */
  prefix: string;
}

export type RedisClient = ReturnType<typeof createClient>;

/** Redis, for what can be rebuilt: sessions of the feed, rate limits, live news. Commands of one tick are pipelined. */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  readonly client: RedisClient;

  constructor(
    @Inject(REDIS_OPTIONS) private readonly options: RedisOptions,
    log: Log,
  ) {
    this.client = createClient({ url: options.url });
    this.client.on('error', (error: unknown) => log.warn({ err: error }, 'redis connection'));
  }

  /** `key('feed', sessionId)` is `moments:feed:<sessionId>`. */
  key(...parts: readonly string[]): string {
    return this.options.prefix + parts.join(':');
  }

  async onModuleInit(): Promise<void> {
    await this.client.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
