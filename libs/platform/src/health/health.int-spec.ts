import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestDatabase, createTestRedis, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { Redis } from '../redis/redis.js';
import { Log } from '../telemetry/log.js';
import { metrics } from '../telemetry/metrics.js';
import { Health } from './health.js';
import { HealthServer } from './health-server.js';

const log = new Log({ service: 'test', level: 'silent' });
const redis = new Redis(createTestRedis(), log);
let testDatabase: TestDatabase;
let source: DataSource;
let database: Database;
let health: Health;
let server: HealthServer;
let url: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: testDatabase.url }).initialize();
  database = new Database(source);
  await redis.onModuleInit();
  health = new Health(database, redis);
  server = new HealthServer(health, log);
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await server.onApplicationShutdown();
  await redis.onApplicationShutdown();
  await source.destroy();
  await testDatabase.drop();
});

const ask = async (path: string): Promise<[number, unknown]> => {
  const answer = await fetch(`${url}${path}`);
  return [answer.status, await answer.json()];
};

describe('a process', () => {
  it('is live and ready when what it depends on answers', async () => {
    expect(await ask('/health/live')).toEqual([200, { live: true }]);
    expect(await ask('/health/ready?from=balancer')).toEqual([
      200,
      { ready: true, checks: { database: 'up', redis: 'up' } },
    ]);
  });

  it('is not ready while one of them is down, and stays live', async () => {
    jest.spyOn(database, 'read').mockRejectedValue(new Error('away'));
    expect(await ask('/health/ready')).toEqual([503, { ready: false, checks: { database: 'down', redis: 'up' } }]);
    expect((await ask('/health/live'))[0]).toBe(200);
  });

  it('is not ready while one of them does not answer, and says so within seconds', async () => {
    jest.spyOn(redis.client, 'ping').mockReturnValue(new Promise(() => undefined));
    expect(await ask('/health/ready')).toEqual([503, { ready: false, checks: { database: 'up', redis: 'timed out' } }]);
  });

  it('shows its metrics', async () => {
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('moments_jobs_total');
  });

  it('goes on when its metrics cannot be told', async () => {
    jest.spyOn(metrics, 'metrics').mockRejectedValue(new Error('broken'));
    await expect(fetch(`${url}/metrics`)).rejects.toThrow();
    expect((await ask('/health/live'))[0]).toBe(200);
  });

  it('knows nothing else', async () => {
    expect((await ask('/health'))[0]).toBe(404);
  });

  it('that drains is not ready any more, though all is up', async () => {
    health.drain();
    expect(await ask('/health/ready')).toEqual([
      503,
      { ready: false, checks: { database: 'up', redis: 'up', process: 'draining' } },
    ]);
  });
});
