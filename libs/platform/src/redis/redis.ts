import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  ClientClosedError,
  ClientOfflineError,
  createClient,
  DisconnectsClientError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
} from 'redis';
import { Log } from '../telemetry/log.js';

export const REDIS_OPTIONS = Symbol('redis options');

export interface RedisOptions {
  url: string;
  /** Before every key and channel, so that several deployments can share a server. */
  prefix: string;
}

export type RedisClient = ReturnType<typeof createClient>;

// Later on a lost connection is taken up anew for ever; at boot a wrong address has to be told.
const firstConnectionMs = 10_000;
// A server that keeps the connection and says nothing is away too. Pings keep a connection without traffic alive. (Each
// write sets Node's idle timer back, so under steady traffic the silence is noticed only when TCP itself gives up.)
const silenceMs = 5_000;
const pingEveryMs = 1_000;

/**
 * Redis, for what can be rebuilt: sessions of the feed, rate limits, live news. Commands of one tick are pipelined.
 * While the server is away commands fail at once, instead of piling up for as long as it takes.
 */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  readonly client: RedisClient;

  constructor(
    @Inject(REDIS_OPTIONS) private readonly options: RedisOptions,
    log: Log,
  ) {
    this.client = createClient({
      url: options.url,
      disableOfflineQueue: true,
      pingInterval: pingEveryMs,
      // Left to itself the client gives up for ever after such a silence.
      socket: { socketTimeout: silenceMs, reconnectStrategy },
    });
    this.client.on('error', (error: unknown) => log.warn({ err: error }, 'redis connection'));
  }

  /** `key('feed', sessionId)` is `moments:feed:<sessionId>`. */
  key(...parts: readonly string[]): string {
    return this.options.prefix + parts.join(':');
  }

  async onModuleInit(): Promise<void> {
    const giveUp = setTimeout(() => this.client.destroy(), firstConnectionMs);
    try {
      await this.client.connect();
    } catch (error) {
      throw new Error(`Redis did not answer within ${firstConnectionMs / 1_000} s`, { cause: error });
    } finally {
      clearTimeout(giveUp);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    // Waits for the answers that are under way; of a server that is away none will come.
    if (this.client.isReady) await this.client.close();
    else if (this.client.isOpen) this.client.destroy();
  }
}

const awayErrors = [
  ClientClosedError,
  ClientOfflineError,
  DisconnectsClientError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
];

/** Whether a command failed because the server was not to be reached, and not for what it asked. */
export const isRedisAway = (error: unknown): boolean => awayErrors.some((kind) => error instanceof kind);

/** In milliseconds: soon at first, then every two seconds or so, and not everybody at once. */
const reconnectStrategy = (retries: number): number => Math.min(2 ** retries * 50, 2_000) + Math.random() * 200;
