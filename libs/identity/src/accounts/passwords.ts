import { Injectable } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { normalisePassword } from '../domain/password.js';
import type { PasswordRules } from '../identity.settings.js';

/** How dear a hash is. */
type Cost = Pick<PasswordRules, 'memoryKib' | 'passes' | 'lanes'>;

/** Argon2id, with no more hashing at once than there are processors: a crowd at the door waits instead of taking all memory. */
@Injectable()
export class Passwords {
  private readonly limit = pLimit(availableParallelism());
  private readonly decoys = new Map<string, Promise<string>>();

  /** Hashes a password into PHC form. */
  hash(password: string, cost: Cost): Promise<string> {
    return this.limit(() => hash(normalisePassword(password), argon2(cost)));
  }

  /** Checks a password. Without a hash (no such account) the same work is done against a decoy, so time tells nothing. */
  async matches(passwordHash: string | null | undefined, password: string, cost: Cost): Promise<boolean> {
    const decoy = await this.decoy(cost);
    const matched = await this.limit(() => verify(passwordHash ?? decoy, normalisePassword(password)));
    return matched && passwordHash != null;
  }

  /** True for a hash that was made at another cost than today's. */
  isOutdated(passwordHash: string, cost: Cost): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(passwordHash);
    return memoryCost !== cost.memoryKib || timeCost !== cost.passes || parallelism !== cost.lanes;
  }

  private decoy(cost: Cost): Promise<string> {
    const key = `${cost.memoryKib}:${cost.passes}:${cost.lanes}`;
    const decoy = this.decoys.get(key) ?? this.hash(randomBytes(24).toString('base64'), cost);
    this.decoys.set(key, decoy);
    return decoy;
  }
}

// The library's own default is Argon2id.
const argon2 = ({ memoryKib, passes, lanes }: Cost) => ({
  memoryCost: memoryKib,
  timeCost: passes,
  parallelism: lanes,
});
