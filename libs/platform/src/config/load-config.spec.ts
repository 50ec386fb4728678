import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { commonEnvironment } from './environment.js';
import { ConfigError, loadConfig } from './load-config.js';

const schema = z.object(commonEnvironment);
const working = {
  DATABASE_URL: 'postgres://moments@localhost/moments',
  REDIS_URL: 'redis://localhost:6379',
  S3_ENDPOINT: 'http://localhost:9000',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
  S3_BUCKET_UPLOADS: 'uploads',
  S3_BUCKET_MEDIA: 'media',
  MEDIA_BASE_URL: 'https://cdn.example.org/media',
};

describe('loadConfig', () => {
  it('gives typed values, with defaults for what is left out', () => {
    const config = loadConfig(schema, { ...working, DATABASE_POOL_SIZE: '5' });
    expect(config).toMatchObject({ NODE_ENV: 'production', DATABASE_POOL_SIZE: 5, REDIS_PREFIX: 'moments:' });
  });

  it('takes an empty variable for one that is not set', () => {
    const config = loadConfig(schema, { ...working, LOG_LEVEL: '', S3_PUBLIC_ENDPOINT: '' });
    expect([config.LOG_LEVEL, config.S3_PUBLIC_ENDPOINT]).toEqual(['info', undefined]);
  });

  it('lists all problems at once, each with its variable', () => {
    const broken = { ...working, DATABASE_URL: 'mysql://x', DATABASE_POOL_SIZE: 'many', S3_ENDPOINT: undefined };
    const error = failureOf(() => loadConfig(schema, broken));
    expect(error.problems.map((problem) => problem.split(':')[0])).toEqual([
      'DATABASE_URL',
      'DATABASE_POOL_SIZE',
      'S3_ENDPOINT',
    ]);
    for (const problem of error.problems) expect(error.message).toContain(problem);
  });

  it('does not repeat a value: it may be a secret', () => {
    const error = failureOf(() => loadConfig(schema, { ...working, DATABASE_URL: 'hunter2', LOG_LEVEL: 'hunter2' }));
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    ['DATABASE_POOL_SIZE', '0', false],
    ['DATABASE_POOL_SIZE', '1', true],
    ['DATABASE_POOL_SIZE', '200', true],
    ['DATABASE_POOL_SIZE', '201', false],
    ['S3_ENDPOINT', 'localhost:9000', false],
    ['S3_ENDPOINT', 'https://localhost:9000', true],
    ['MEDIA_BASE_URL', 'ftp://localhost', false],
    ['REDIS_URL', 'http://localhost', false],
    ['REDIS_URL', 'rediss://localhost', true],
    ['DATABASE_URL', 'postgresql://localhost/moments', true],
  ])('admits %s=%s: %s', (name, value, admitted) => {
    expect(schema.safeParse({ ...working, [name]: value }).success).toBe(admitted);
  });
});

function failureOf(work: () => unknown): ConfigError {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
