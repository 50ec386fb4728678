import { isRedisAway, type Redis } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import type { RegisteredDocuments } from './registered-documents.js';

const keptInProcess = 1_000;
/** A document that no client has sent or asked for in a month is forgotten; clients then send it again. */
const keptSeconds = 30 * 86_400;
/** A new document proves by a first use that it is somebody's: those that are sent once each do not fill Redis. */
const provedWithinSeconds = 120;
/** Longer ones are sent by nobody's app; they are answered, and kept in this process at most. */
const keptLength = 8_192;
const sha256 = /^[0-9a-f]{64}$/;

/** Where automatic persisted queries are kept: this process, then Redis for all of them. Keys are `apq:<sha256>`. */
export class PersistedDocuments {
  private readonly near = new LRUCache<string, string>({ max: keptInProcess });
  /** Whose use has been told to Redis within the day. */
  private readonly proved = new LRUCache<string, true>({ max: keptInProcess, ttl: 86_400_000 });

  constructor(private readonly redis: Redis) {}

  async get(key: string): Promise<string | undefined> {
    if (!sha256.test(key.replace(/^apq:/, ''))) return undefined;
    const near = this.near.get(key);
    if (near !== undefined && this.proved.has(key)) return near;
    const far = await this.far(key);
    if (far === null) return near;
    this.near.set(key, far);
    this.proved.set(key, true);
    return far;
  }

  /** While Redis is away there is nothing: clients are asked for the text, and told why nothing runs once it is known. */
  private async far(key: string): Promise<string | null> {
    try {
      return await this.redis.client.getEx(this.redis.key(key), { type: 'EX', value: keptSeconds });
    } catch (error) {
      if (isRedisAway(error)) return null;
      throw error;
    }
  }

  async set(key: string, document: string): Promise<void> {
    this.near.set(key, document);
    if (document.length > keptLength) return;
    const expiration = { type: 'EX', value: provedWithinSeconds } as const;
    await this.redis.client.set(this.redis.key(key), document, { expiration });
  }

  async delete(key: string): Promise<void> {
    this.near.delete(key);
    await this.redis.client.del(this.redis.key(key));
  }
}

/** The same door when only registered documents are answered: clients may send the hash instead of the text. */
export const persistedFrom = (registered: RegisteredDocuments) => ({
  get: (key: string): Promise<string | undefined> => Promise.resolve(registered.get(key.replace(/^apq:/, ''))),
  set: (): Promise<void> => Promise.resolve(),
  delete: (): Promise<void> => Promise.resolve(),
});
