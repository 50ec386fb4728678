import { z } from 'zod';

export interface PlaybackOptions {
  /** 32 bytes or more each. The first signs; tokens of all of them are accepted. */
  secrets: readonly [Buffer, ...Buffer[]];
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
 */
export const playbackEnvironment = {
  PLAYBACK_TOKEN_SECRET: secret,
  PLAYBACK_PREVIOUS_TOKEN_SECRETS: commaSeparated.pipe(z.array(secret)).optional(),
};

export const playbackOptionsFrom = (
  environment: z.output<z.ZodObject<typeof playbackEnvironment>>,
): PlaybackOptions => ({
  secrets: [environment.PLAYBACK_TOKEN_SECRET, ...(environment.PLAYBACK_PREVIOUS_TOKEN_SECRETS ?? [])],
});
