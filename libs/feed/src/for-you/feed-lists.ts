import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours, seconds } from '@moments/kernel';
import { Database, Log, Redis, Settings } from '@moments/platform';
import { createHash, randomUUID } from 'node:crypto';
import { interleave } from '../domain/interleave.js';
import { candidateSettings, servingSettings } from '../feed.settings.js';
import { readNewest, readOlder, readPopular, type Regions } from './candidates.store.js';
import { type ChunkSource, FeedList } from './feed-list.js';
import { ListCache } from './list-cache.js';
import { type ListChunk, readChunk, writeChunk } from './list-chunk.js';

const chunkLength = 500;
// Two ids of 36 characters and an object each: some 60 MB. What does not fit is read from Redis again.
const maxCandidates = 300_000;
// Longer than making a list takes, so that one process makes it while the others go on with the one before.
const makingMs = 5_000;

interface Current {
  list: FeedList;
  madeAt: number;
}

/**
 * The lists that sessions go through. All gateways share them through Redis: one of them makes a new list every few
 * seconds, beside the requests, and each keeps those in use in memory.
 */
@Injectable()
export class FeedLists {
  private readonly lists = new ListCache(maxCandidates);
  private readonly current = new Map<string, Current>();
  private readonly renewing = new Map<string, Promise<Current>>();

  constructor(
    private readonly database: Database,
    private readonly redis: Redis,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The newest list for these regions: at most two refresh times old, and mostly at hand. */
  async newest(regions: Regions): Promise<FeedList> {
    const { refreshSeconds } = await this.settings.get(candidateSettings);
    const key = regions?.join(',') ?? 'all';
    const known = this.current.get(key);
    const ageMs = known ? this.clock.now().getTime() - known.madeAt : Infinity;
    if (known && ageMs < seconds(refreshSeconds)) return known.list;

    const renewed = this.renew(key, regions, seconds(refreshSeconds));
    if (known && ageMs < 2 * seconds(refreshSeconds)) {
      // Served from the one before; should the new one fail, the next request will say so.
      renewed.catch((error: unknown) => this.log.warn({ err: error }, 'the feed was not renewed'));
      return known.list;
    }
    return (await renewed).list;
  }

  /** A list that a session began with; `undefined` when its time is over. */
  async byId(id: string): Promise<FeedList | undefined> {
    const known = this.lists.get(id);
    if (known) return known;
    const first = await this.redis.client.get(this.chunkKey(id, 0));
    return first === null ? undefined : this.remember(id, readChunk(first));
  }

  private renew(key: string, regions: Regions, refreshMs: number): Promise<Current> {
    const running = this.renewing.get(key);
    if (running) return running;
    const renewal = this.findOrMake(key, regions, refreshMs).finally(() => this.renewing.delete(key));
    this.renewing.set(key, renewal);
    return renewal;
  }

  /** What another gateway has made just now, or a list of our own. */
  private async findOrMake(key: string, regions: Regions, refreshMs: number): Promise<Current> {
    const shared = await this.shared(key);
    const now = this.clock.now().getTime();
    const usable = shared && now - shared.madeAt < 2 * refreshMs;
    const current =
      shared && usable && (now - shared.madeAt < refreshMs || !(await this.mayMake(key)))
        ? shared
        : await this.make(key, regions);
    this.current.set(key, current);
    return current;
  }

  private async shared(key: string): Promise<Current | undefined> {
    const pointer = await this.redis.client.get(this.redis.key('feed', 'current', key));
    if (pointer === null) return undefined;
    const { id, madeAt } = JSON.parse(pointer) as { id: string; madeAt: number };
    const list = await this.byId(id);
    return list && { list, madeAt };
  }

  private async mayMake(key: string): Promise<boolean> {
    const claim = { condition: 'NX', expiration: { type: 'PX', value: makingMs } } as const;
    return (await this.redis.client.set(this.redis.key('feed', 'making', key), randomUUID(), claim)) !== null;
  }

  private async make(key: string, regions: Regions): Promise<Current> {
    const now = this.clock.now();
    const chunk = await this.readFirst(regions, now);
    const text = writeChunk(chunk);
    // Named by its content: an unchanged catalogue makes no new list.
    const id = createHash('sha256').update(text).digest('base64url').slice(0, 16);
    const pointer = JSON.stringify({ id, madeAt: now.getTime() });
    const lifetime = await this.lifetime();
    await Promise.all([
      this.redis.client.set(this.chunkKey(id, 0), text, lifetime),
      this.redis.client.set(this.redis.key('feed', 'current', key), pointer, lifetime),
      this.redis.client.del(this.redis.key('feed', 'making', key)),
    ]);
    return { list: this.lists.get(id) ?? this.remember(id, chunk), madeAt: now.getTime() };
  }

  private async readFirst(regions: Regions, now: Date): Promise<ListChunk> {
    const { fresh, popular, popularDays, ...weights } = await this.settings.get(candidateSettings);
    const since = after(now, -days(popularDays));
    const [newest, liked] = await Promise.all([
      readNewest(this.database, { regions, limit: fresh }),
      readPopular(this.database, { regions, limit: popular, since, now, weights }),
    ]);
    const older = newest.length === fresh ? newest.at(-1)?.published : undefined;
    return { candidates: interleave(newest, liked), regions, older };
  }

  private remember(id: string, first: ListChunk): FeedList {
    const source: ChunkSource = (index, previous, make) => this.chunk(id, { index, previous, make });
    const list = new FeedList(id, first, source, (grown) => this.lists.keep(grown));
    this.lists.keep(list);
    return list;
  }

  private async chunk(
    id: string,
    { index, previous, make }: { index: number; previous: readonly ListChunk[]; make: boolean },
  ): Promise<ListChunk | undefined> {
    const kept = await this.redis.client.get(this.chunkKey(id, index));
    if (kept !== null) return readChunk(kept);
    const [first, last] = [previous[0], previous.at(-1)];
    if (!make || !first || !last?.older) return undefined;
    const without = first.candidates.map(({ momentId }) => momentId);
    const { regions } = first;
    const older = await readOlder(this.database, { regions, limit: chunkLength, before: last.older, without });
    const made: ListChunk = {
      candidates: older,
      regions,
      older: older.length === chunkLength ? older.at(-1)?.published : undefined,
    };
    return this.keepFirst(id, index, made);
  }

  /** Two gateways may make a chunk at once: the one that is kept first is everybody's. */
  private async keepFirst(id: string, index: number, made: ListChunk): Promise<ListChunk> {
    const lifetime = { ...(await this.lifetime()), condition: 'NX', GET: true } as const;
    const earlier = await this.redis.client.set(this.chunkKey(id, index), writeChunk(made), lifetime);
    return earlier === null ? made : readChunk(earlier);
  }

  // A session may begin with a list until it is no longer the newest, and then goes on for its own lifetime.
  private async lifetime() {
    const { sessionHours } = await this.settings.get(servingSettings);
    return { expiration: { type: 'PX', value: Math.ceil(hours(sessionHours) * 1.1) } } as const;
  }

  // The braces keep a list's chunks on one node of a cluster.
  private chunkKey(id: string, index: number): string {
    return this.redis.key('feed', 'list', `{${id}}`, String(index));
  }
}
