import { z } from 'zod';

/** Injects the {@link PlaybackOptions}. */
export const PLAYBACK_OPTIONS = Symbol('playback options');

export interface PlaybackOptions {
  /** 32 bytes or more each. The first signs; tokens of all of them are accepted. */
  secrets: readonly [Buffer, ...Buffer[]];
  /** 32 bytes or more: what devices and networks are hashed with before they are kept. */
  fingerprintSecret: Buffer;
  /** Tokens for devices that were hashed with one of these are still their bearers'. */
  otherFingerprintSecrets?: readonly Buffer[];
}

const secret = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length >= 32, 'must be 32 bytes or more in base64 (openssl rand -base64 32)');

const commaSeparated = z.string().transform((text) => text.split(',').map((part) => part.trim()));

/**
 * Variables about playback tokens; an app spreads them into its schema.
 *
 * To change the secret without anybody noticing: add the new one to PLAYBACK_PREVIOUS_TOKEN_SECRETS everywhere (it is
 * accepted), then swap the two (it signs), then, after the lifetime of a token, take the old one out.
 *
 * VIEWER_FINGERPRINT_SECRET is changed the same way, by VIEWER_PREVIOUS_FINGERPRINT_SECRETS: no token is lost. But to those who
 * judge views every device and network is a new one from the swap on, so only a leak is a reason, and midnight the time.
 */
export const playbackEnvironment = {
  PLAYBACK_TOKEN_SECRET: secret,
  PLAYBACK_PREVIOUS_TOKEN_SECRETS: commaSeparated.pipe(z.array(secret)).optional(),
  VIEWER_FINGERPRINT_SECRET: secret,
  VIEWER_PREVIOUS_FINGERPRINT_SECRETS: commaSeparated.pipe(z.array(secret)).optional(),
};

export const playbackOptionsFrom = (
  environment: z.output<z.ZodObject<typeof playbackEnvironment>>,
): PlaybackOptions => ({
  secrets: [environment.PLAYBACK_TOKEN_SECRET, ...(environment.PLAYBACK_PREVIOUS_TOKEN_SECRETS ?? [])],
  fingerprintSecret: environment.VIEWER_FINGERPRINT_SECRET,
  otherFingerprintSecrets: environment.VIEWER_PREVIOUS_FINGERPRINT_SECRETS,
});
