import { regionSchema } from './domain/region.js';
import { z } from 'zod';

/** Injects the {@link AuthenticationOptions}. */
export const AUTHENTICATION_OPTIONS = Symbol('authentication options');

export interface AuthenticationOptions {
  /** 32 bytes each. The first signs; tokens of all of them are accepted. */
  signingSeeds: readonly [Buffer, ...Buffer[]];
  external?: ExternalIssuer;
}

/** The marketplace's own issuer, whose accounts are let in as they are. */
export interface ExternalIssuer {
  /** The exact `iss`. */
  issuer: string;
  jwksUrl: string;
  audience: string;
  algorithms: readonly string[];
  /** ISO 3166 alpha-2, for tokens without a `region` claim. */
  defaultRegion: string;
}

const seed = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)');

const commaSeparated = z.string().transform((text) => text.split(',').map((part) => part.trim()));

// Asymmetric only: with HS256 on the list, the public key itself would be a password that signs.
const asymmetric = z.enum([
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]);

/**
 * Variables about signing in; an app spreads them into its schema.
 *
 * To change the signing key without anybody noticing: add the new seed to AUTH_PREVIOUS_SIGNING_SEEDS everywhere (it is
 * accepted), then swap the two (it signs), then, after the lifetime of an access token, take the old one out.
 */
export const authenticationEnvironment = {
  AUTH_SIGNING_SEED: seed,
  AUTH_PREVIOUS_SIGNING_SEEDS: commaSeparated.pipe(z.array(seed)).optional(),
  /** All three or none: whose tokens are accepted beside our own. */
  AUTH_ISSUER_URL: z.url().optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTH_AUDIENCE: z.string().min(1).optional(),
  AUTH_ALGORITHMS: commaSeparated.pipe(z.array(asymmetric)).default(['RS256', 'ES256', 'EdDSA']),
  AUTH_DEFAULT_REGION: regionSchema.default('RU'),
};

export type AuthenticationEnvironment = z.output<z.ZodObject<typeof authenticationEnvironment>>;

/** Throws a plain sentence when only a part of the other issuer is told. */
export function authenticationOptionsFrom(environment: AuthenticationEnvironment): AuthenticationOptions {
  const { AUTH_ISSUER_URL: issuer, AUTH_JWKS_URL: jwksUrl, AUTH_AUDIENCE: audience } = environment;
  const signingSeeds = [environment.AUTH_SIGNING_SEED, ...(environment.AUTH_PREVIOUS_SIGNING_SEEDS ?? [])] as const;
  if (!issuer && !jwksUrl && !audience) return { signingSeeds };
  if (!issuer || !jwksUrl || !audience) {
    throw new Error('AUTH_ISSUER_URL, AUTH_JWKS_URL and AUTH_AUDIENCE go together: set all three or none.');
  }
  const { AUTH_ALGORITHMS: algorithms, AUTH_DEFAULT_REGION: defaultRegion } = environment;
  return { signingSeeds, external: { issuer, jwksUrl, audience, algorithms, defaultRegion } };
}
