import type { Redis } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import type { RegisteredDocuments } from './registered-documents.js';

const keptInProcess = 1_000;
/** A document that no client has sent or asked for in a month is forgotten; clients then send it again. */
const keptSeconds = 30 * 86_400;
const sha256 = /^[0-9a-f]{64}$/;

/** Where automatic persisted queries are kept: this process, then Redis for all of them. Keys are `apq:<sha256>`. */
export class PersistedDocuments {
  private readonly near = new LRUCache<string, string>({ max: keptInProcess });

  constructor(private readonly redis: Redis) {}

  async get(key: string): Promise<string | undefined> {
    const near = this.near.get(key);
    if (near !== undefined || !sha256.test(key.replace(/^apq:/, ''))) return near;
    const far = await this.redis.client.getEx(this.redis.key(key), { type: 'EX', value: keptSeconds });
    if (far !== null) this.near.set(key, far);
    return far ?? undefined;
  }

  async set(key: string, document: string): Promise<void> {
    this.near.set(key, document);
    await this.redis.client.set(this.redis.key(key), document, { expiration: { type: 'EX', value: keptSeconds } });
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
