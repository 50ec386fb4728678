import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@moments/platform';
import { publicUrlOf, readConfig } from './config.js';

const secret = Buffer.alloc(32, 1).toString('base64');
const working = {
  AUTH_SIGNING_SEED: secret,
  PLAYBACK_TOKEN_SECRET: secret,
  VIEWER_FINGERPRINT_SECRET: secret,
  CLICK_SIGNING_SECRET: secret,
  SEAL_KEY: secret,
  DATABASE_URL: 'postgres://moments@localhost/moments',
  REDIS_URL: 'redis://localhost:6379',
  S3_ENDPOINT: 'http://localhost:8333',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
  S3_BUCKET_UPLOADS: 'uploads',
  S3_BUCKET_MEDIA: 'media',
  MEDIA_BASE_URL: 'https://cdn.example.org/media',
};

function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the address under which the world reaches the gateway', () => {
  it('is needed in production, and asked for together with all else that lacks', () => {
    expect(problemsOf({ ...working, NODE_ENV: 'production' })).toEqual(['PUBLIC_URL: needed in production']);
    expect(problemsOf({ ...working, PUBLIC_URL: 'https://moments.example' })).toEqual([]);
    expect(problemsOf({ ...working, PORT: 'many' }).map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'PUBLIC_URL',
    ]);
  });

  it('is this machine elsewhere', () => {
    expect(publicUrlOf(readConfig({ ...working, NODE_ENV: 'development' }))).toBe('http://localhost:3000');
  });
});
