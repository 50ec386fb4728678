import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { z } from 'zod';
import { Log } from '../telemetry/log.js';
import { Redis, type RedisClient } from './redis.js';

/** A kind of live news and the shape of what it carries. */
export interface Topic<News> {
  readonly name: string;
  readonly payload: z.ZodType<News>;
}

/** Declares a topic; a subject (an id) narrows it: `moment-progress` of one moment. */
export const defineTopic = <News>(topic: Topic<News>): Topic<News> => topic;

type Listener = (message: string) => void;

/**
 * News that is worth something only now (progress, a new notification), from any process to every process that listens.
 * At most once: who must not miss anything reads the database after subscribing.
 */
@Injectable()
export class LiveNews implements OnApplicationShutdown {
  private subscriber?: Promise<RedisClient>;

  constructor(
    private readonly redis: Redis,
    private readonly log: Log,
  ) {}

  async publish<News>(topic: Topic<News>, subject: string, news: News): Promise<void> {
    await this.redis.client.publish(this.channel(topic, subject), JSON.stringify(topic.payload.parse(news)));
  }

  /** Calls `listen` with each piece of news from the moment the promise resolves; call the result to stop. */
  async subscribe<News>(
    topic: Topic<News>,
    subject: string,
    listen: (news: News) => void,
  ): Promise<() => Promise<void>> {
    const subscriber = await this.connection();
    const channel = this.channel(topic, subject);
    const listener: Listener = (message) => listen(topic.payload.parse(JSON.parse(message)));
    await subscriber.subscribe(channel, listener);
    return async () => {
      await subscriber.unsubscribe(channel, listener);
    };
  }

  /** The same as an iterator that ends when the consumer leaves it; nothing published after the call is missed. */
  async *stream<News>(topic: Topic<News>, subject: string): AsyncGenerator<News, void, undefined> {
    const waiting: News[] = [];
    let wake: (() => void) | undefined;
    const stop = await this.subscribe(topic, subject, (news) => {
      waiting.push(news);
      wake?.();
    });
    try {
      for (;;) {
        const news = waiting.shift();
        if (news !== undefined) yield news;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      await stop();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.subscriber) (await this.subscriber).destroy();
  }

  private channel(topic: { readonly name: string }, subject: string): string {
    return this.redis.key('news', topic.name, subject);
  }

  // A subscribed connection can do nothing else, so it is one of its own, made when first needed.
  private connection(): Promise<RedisClient> {
    this.subscriber ??= (async () => {
      const client = this.redis.client.duplicate();
      client.on('error', (error: unknown) => this.log.warn({ err: error }, 'redis subscriber'));
      await client.connect();
      return client;
    })();
    return this.subscriber;
  }
}
