import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { z } from 'zod';
import { until } from '../../../../test/support/eventually.js';
import { createTestRedis } from '../../../../test/support/stack.js';
import { Log } from '../telemetry/log.js';
import { defineTopic, LiveNews } from './live-news.js';
import { Redis } from './redis.js';

const log = new Log({ service: 'test', level: 'silent' });
const options = createTestRedis();
const redis = new Redis(options, log);
const news = new LiveNews(redis, log);
const progress = defineTopic({ name: 'test-progress', payload: z.object({ percent: z.number().max(2_000) }) });

beforeAll(() => redis.onModuleInit());
afterAll(async () => {
  await news.onApplicationShutdown();
  await redis.onApplicationShutdown();
});

const channelOf = (subject: string) => redis.key('news', progress.name, subject);
const listeners = async (subject: string) =>
  Number((await redis.client.pubSubNumSub(channelOf(subject)))[channelOf(subject)]);

/** Cuts every connection of this file to the server, as a restart of it would. */
async function cutConnections(): Promise<void> {
  const killer = createClient({ url: options.url });
  await killer.connect();
  const clients = await killer.clientList();
  const names = new Set([redis.client, await subscriberOf()].map(({ id }) => id));
  for (const { id } of clients) if (names.has(id)) await killer.clientKill({ filter: 'ID', id });
  await killer.close();
}

async function subscriberOf() {
  const clients = await redis.client.clientList();
  const own = await redis.client.clientId();
  const subscriber = clients.find((client) => client.id !== own && client.sub > 0);
  return { id: subscriber?.id ?? 0 };
}

describe('live news', () => {
  it('reaches every listener of its subject, and nobody else', async () => {
    const heard: string[] = [];
    const stops = await Promise.all([
      news.subscribe(progress, 'a', ({ percent }) => heard.push(`first ${percent}`)),
      news.subscribe(progress, 'a', ({ percent }) => heard.push(`second ${percent}`)),
      news.subscribe(progress, 'b', ({ percent }) => heard.push(`other ${percent}`)),
    ]);
    await news.publish(progress, 'a', { percent: 50 });
    await until(() => heard.length === 2);
    await stops[0]();
    await news.publish(progress, 'a', { percent: 60 });
    await until(() => heard.length === 3);
    await Promise.all([stops[1](), stops[2]()]);
    expect(heard).toEqual(['first 50', 'second 50', 'second 60']);
  });

  it('of a shape that the topic does not have is neither sent nor heard', async () => {
    const heard: unknown[] = [];
    const stop = await news.subscribe(progress, 'odd', (piece) => heard.push(piece));
    await expect(news.publish(progress, 'odd', { percent: 2_001 })).rejects.toThrow();
    await redis.client.publish(channelOf('odd'), 'not json');
    await redis.client.publish(channelOf('odd'), '{"percent":"half"}');
    await news.publish(progress, 'odd', { percent: 1 });
    await until(() => heard.length > 0);
    await stop();
    expect(heard).toEqual([{ percent: 1 }]);
  });

  it('cannot have two topics of one name', () => {
    expect(() => defineTopic({ name: progress.name, payload: z.string() })).toThrow('defined twice');
  });
});

describe('a stream', () => {
  it('misses nothing that is published once it is ready, though nobody has asked for the first piece yet', async () => {
    const stream = news.stream(progress, 'ready');
    await stream.ready;
    for (const percent of [1, 2, 3]) await news.publish(progress, 'ready', { percent });
    await sleep(50);
    const heard: number[] = [];
    for await (const { percent } of stream) if (heard.push(percent) === 3) break;
    expect(heard).toEqual([1, 2, 3]);
    await until(async () => (await listeners('ready')) === 0);
  });

  it('ends at once when the consumer leaves while waiting, and listens no more', async () => {
    const stream = news.stream(progress, 'left');
    const [first, second] = [stream.next(), stream.next()];
    await stream.ready;
    expect(await listeners('left')).toBe(1);
    await stream.return();
    expect(await Promise.all([first, second, stream.next()])).toEqual([
      { value: undefined, done: true },
      { value: undefined, done: true },
      { value: undefined, done: true },
    ]);
    await until(async () => (await listeners('left')) === 0);
  });

  it('left before it was ready listens no more either', async () => {
    const stream = news.stream(progress, 'early');
    await stream.return();
    await stream.ready;
    await until(async () => (await listeners('early')) === 0);
  });

  it('gives several waiting consumers one piece each, in order', async () => {
    const stream = news.stream(progress, 'many');
    const waiting = [stream.next(), stream.next()];
    await stream.ready;
    await news.publish(progress, 'many', { percent: 1 });
    await news.publish(progress, 'many', { percent: 2 });
    expect((await Promise.all(waiting)).map(({ value }) => value)).toEqual([{ percent: 1 }, { percent: 2 }]);
    await stream.return();
  });

  it('that nobody reads keeps the newest thousand pieces', async () => {
    const stream = news.stream(progress, 'slow');
    await stream.ready;
    let arrived = 0;
    const stop = await news.subscribe(progress, 'slow', () => (arrived += 1));
    await Promise.all(Array.from({ length: 1_001 }, (_, percent) => news.publish(progress, 'slow', { percent })));
    await until(() => arrived === 1_001);
    await stop();
    expect((await stream.next()).value).toEqual({ percent: 1 });
    await stream.return();
  });

  it('ends when the process does', async () => {
    const other = new LiveNews(redis, log);
    const waiting = other.stream(progress, 'shutdown').next();
    await sleep(50);
    await other.onApplicationShutdown();
    expect(await waiting).toEqual({ value: undefined, done: true });
  });
});

describe('a lost connection to Redis', () => {
  it('is taken up anew, with everything that was listened to', async () => {
    const stream = news.stream(progress, 'cut');
    await stream.ready;
    await cutConnections();
    await until(async () => redis.client.isReady && (await listeners('cut')) === 1);
    await news.publish(progress, 'cut', { percent: 99 });
    expect((await stream.next()).value).toEqual({ percent: 99 });
    await stream.return();
  });
});

/** A way to the server that can stop to carry answers and keeps every connection. */
async function mutableWay() {
  const { hostname, port } = new URL(options.url);
  const sockets: Socket[] = [];
  let silent = false;
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname);
    sockets.push(socket, upstream);
    for (const each of [socket, upstream]) each.on('error', () => undefined).on('close', () => upstream.destroy());
    socket.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => silent || socket.write(data));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(options.url);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    silence: (on: boolean) => (silent = on),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('a server that keeps its connections and says nothing', () => {
  it('is given up within seconds, and taken up again when it answers', async () => {
    const way = await mutableWay();
    const distant = new Redis({ ...options, url: way.url }, log);
    await distant.onModuleInit();
    const distantNews = new LiveNews(distant, log);
    const heard: number[] = [];
    await distantNews.subscribe(progress, 'silence', ({ percent }) => heard.push(percent));

    way.silence(true);
    await expect(distant.client.get('x')).rejects.toThrow();
    way.silence(false);
    await until(async () => distant.client.isReady && (await listeners('silence')) > 0);
    expect(await distant.client.ping()).toBe('PONG');
    await until(async () => {
      await news.publish(progress, 'silence', { percent: 1 });
      return heard.length > 0;
    });
    expect(heard[0]).toBe(1);
    await distantNews.onApplicationShutdown();
    await distant.onApplicationShutdown();
    way.close();
  });
});

describe('a server that is away', () => {
  const nowhere = new Redis({ url: 'redis://127.0.0.1:1', prefix: '' }, log);

  it('makes commands fail at once, and news is lost without harm', async () => {
    const connecting = nowhere.client.connect().catch(() => undefined);
    await expect(nowhere.client.get('x')).rejects.toThrow();
    await new LiveNews(nowhere, log).publish(progress, 'x', { percent: 1 });
    await nowhere.onApplicationShutdown();
    await connecting;
  });
});
