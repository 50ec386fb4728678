import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { z } from 'zod';
import { Log } from '../telemetry/log.js';
import { NewsStream } from './news-stream.js';
import { Redis, type RedisClient } from './redis.js';

/** A kind of live news and the shape of what it carries. */
export interface Topic<News> {
  readonly name: string;
  readonly payload: z.ZodType<News>;
}

const topicNames = new Set<string>();

/** Declares a topic; a subject (an id) narrows it: `moment-progress` of one moment. A second topic of a name throws. */
export function defineTopic<News>(topic: Topic<News>): Topic<News> {
  if (topicNames.has(topic.name)) throw new Error(`topic ${topic.name} is defined twice`);
  topicNames.add(topic.name);
  return topic;
}

/**
 * News that is worth something only now (progress, a new notification), from any process to every process that listens.
 * At most once: who must not miss anything reads the database after subscribing.
 */
@Injectable()
export class LiveNews implements OnApplicationShutdown {
  private subscriber?: Promise<RedisClient>;
  private readonly streams = new Set<{ return(): unknown }>();

  constructor(
    private readonly redis: Redis,
    private readonly log: Log,
  ) {}

  /** Tells whoever listens. News that Redis does not take is lost: nobody's work fails for it. */
  async publish<News>(topic: Topic<News>, subject: string, news: News): Promise<void> {
    const message = JSON.stringify(topic.payload.parse(news));
    try {
      await this.redis.client.publish(this.channel(topic, subject), message);
    } catch (error) {
      this.log.warn({ err: error, topic: topic.name }, 'live news not published');
    }
  }

  /** Calls `listen` with each piece of news from the moment the promise resolves; call the result to stop. */
  async subscribe<News>(
    topic: Topic<News>,
    subject: string,
    listen: (news: News) => void,
  ): Promise<() => Promise<void>> {
    const subscriber = await this.connection();
    const channel = this.channel(topic, subject);
    const listener = (message: string): void => this.hand(topic, message, listen);
    await subscriber.subscribe(channel, listener);
    return async () => {
      if (subscriber.isOpen) await subscriber.unsubscribe(channel, listener);
    };
  }

  /**
   * The same as a stream that ends when the consumer leaves it. It listens from this call on; `await stream.ready` before
   * reading the state that the news is to go on from.
   */
  stream<News>(topic: Topic<News>, subject: string): NewsStream<News> {
    const stream = new NewsStream<News>(
      (push) => this.subscribe(topic, subject, push),
      (subscription) => {
        this.streams.delete(stream);
        subscription
          .then((stop) => stop())
          .catch((error: unknown) => this.log.warn({ err: error, topic: topic.name }, 'live news stream ended badly'));
      },
    );
    this.streams.add(stream);
    return stream;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stream of this.streams) stream.return();
    const [subscriber] = await Promise.allSettled([this.subscriber]);
    if (subscriber.status === 'fulfilled' && subscriber.value?.isOpen) subscriber.value.destroy();
  }

  // Thrown into the connection's parser, a broken message would cost every other listener theirs.
  private hand<News>(topic: Topic<News>, message: string, listen: (news: News) => void): void {
    try {
      listen(topic.payload.parse(JSON.parse(message)));
    } catch (error) {
      this.log.error({ err: error, topic: topic.name }, 'live news not understood');
    }
  }

  private channel(topic: { readonly name: string }, subject: string): string {
    return this.redis.key('news', topic.name, subject);
  }

  // A subscribed connection can do nothing else, so it is one of its own, made when first needed.
  private connection(): Promise<RedisClient> {
    this.subscriber ??= this.connect().catch((error: unknown) => {
      this.subscriber = undefined;
      throw error;
    });
    return this.subscriber;
  }

  private async connect(): Promise<RedisClient> {
    // Subscriptions asked for while the server is away are made when it is back, as those that stood before.
    const client = this.redis.client.duplicate({ disableOfflineQueue: false });
    client.on('error', (error: unknown) => this.log.warn({ err: error }, 'redis subscriber'));
    await client.connect();
    return client;
  }
}
