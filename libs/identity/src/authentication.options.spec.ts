import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { authenticationEnvironment, authenticationOptionsFrom } from './authentication.options.js';

const schema = z.object(authenticationEnvironment);
const seed = randomBytes(32);
const base = { AUTH_SIGNING_SEED: seed.toString('base64') };
const issuer = {
  AUTH_ISSUER_URL: 'https://id.example.com/',
  AUTH_JWKS_URL: 'https://id.example.com/jwks.json',
  AUTH_AUDIENCE: 'moments',
};

describe('the variables about signing in', () => {
  it('need a seed of exactly 32 bytes', () => {
    expect(schema.safeParse(base).success).toBe(true);
    expect(schema.safeParse({}).success).toBe(false);
    expect(schema.safeParse({ AUTH_SIGNING_SEED: randomBytes(31).toString('base64') }).success).toBe(false);
  });

  it('put the signing seed before the ones that are still accepted', () => {
    const old = [randomBytes(32), randomBytes(32)];
    const previous = old.map((bytes) => bytes.toString('base64')).join(', ');
    const options = authenticationOptionsFrom(schema.parse({ ...base, AUTH_PREVIOUS_SIGNING_SEEDS: previous }));
    expect(options.signingSeeds).toEqual([seed, ...old]);
  });

  it('trust another issuer when it is told whole, and refuse a part of it', () => {
    expect(authenticationOptionsFrom(schema.parse(base)).external).toBeUndefined();
    expect(authenticationOptionsFrom(schema.parse({ ...base, ...issuer })).external).toMatchObject({
      issuer: issuer.AUTH_ISSUER_URL,
      algorithms: ['RS256', 'ES256', 'EdDSA'],
    });
    const part = schema.parse({ ...base, ...issuer, AUTH_AUDIENCE: undefined });
    expect(() => authenticationOptionsFrom(part)).toThrow(/go together/);
  });

  it.each(['HS256', 'none', 'RS256,HS512'])('refuse algorithms that share a secret: %s', (algorithms) => {
    expect(schema.safeParse({ ...base, AUTH_ALGORITHMS: algorithms }).success).toBe(false);
  });
});
