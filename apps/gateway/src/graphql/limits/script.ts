import type { RedisClient } from '@moments/platform';
import { createHash } from 'node:crypto';

/** A Lua script that Redis keeps; after the first time only its hash travels. */
export class Script {
  private readonly sha: string;

  constructor(private readonly source: string) {
    this.sha = createHash('sha1').update(source).digest('hex');
  }

  async run(client: RedisClient, options: { keys: string[]; arguments: string[] }): Promise<unknown> {
    try {
      return await client.evalSha(this.sha, options);
    } catch (error) {
      // A Redis that was restarted has forgotten it.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return client.eval(this.source, options);
      throw error;
    }
  }
}
