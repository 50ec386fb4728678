import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { Redis } from '../redis/redis.js';

const ping = statement('health.ping', 'select 1 as ok');
const checkTimeoutMs = 2_000;

export interface Readiness {
  ready: boolean;
  /** `up`, or what is wrong, by dependency. */
  checks: Record<string, string>;
}

/** Whether this process can do its work: `live` needs nothing, `ready` asks what it depends on. */
@Injectable()
export class Health {
  private draining = false;

  constructor(
    private readonly database: Database,
    private readonly redis: Redis,
  ) {}

  /** From now on the process is not ready: balancers stop sending, running requests are finished. */
  drain(): void {
    this.draining = true;
  }

  async readiness(): Promise<Readiness> {
    const [database, redis] = await Promise.all([outcome(this.database.read(ping)), outcome(this.redis.client.ping())]);
    const checks: Record<string, string> = { database, redis, ...(this.draining ? { process: 'draining' } : {}) };
    return { ready: Object.values(checks).every((check) => check === 'up'), checks };
  }
}

async function outcome(check: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('timed out'), checkTimeoutMs);
  });
  try {
    return await Promise.race([
      check.then(
        () => 'up',
        () => 'down',
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
