import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Secrets of one stack: made once, at random, and kept where only this user reads them. */
export interface Secrets {
  /** 32 bytes, base64: the Ed25519 seed that access tokens are signed with. */
  authSigningSeed: string;
  /** 32 bytes, base64. */
  playbackTokenSecret: string;
  /** 32 bytes, base64: what viewers' devices and networks are hashed with. */
  viewerFingerprintSecret: string;
  /** 32 bytes, base64. */
  clickSigningSecret: string;
  /** 32 bytes, base64: what the secrets of integrations are sealed with. */
  integrationSealKey: string;
  redisPassword: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

const fresh = (): Secrets => ({
  authSigningSeed: randomBytes(32).toString('base64'),
  playbackTokenSecret: randomBytes(32).toString('base64'),
  viewerFingerprintSecret: randomBytes(32).toString('base64'),
  clickSigningSecret: randomBytes(32).toString('base64'),
  integrationSealKey: randomBytes(32).toString('base64'),
  redisPassword: random(18),
  s3AccessKeyId: randomBytes(10).toString('hex').toUpperCase(),
  s3SecretAccessKey: random(30),
});

/** The secrets kept in `file`; those that are missing are made and written (mode 600). */
export function secretsIn(file: string): Secrets {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets = { ...fresh(), ...kept };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  return secrets;
}
