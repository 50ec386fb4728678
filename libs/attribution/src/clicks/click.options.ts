import { z } from 'zod';

export interface ClickOptions {
  /** 32 bytes or more each. The first signs; names signed with any of them are accepted. */
  secrets: readonly [Buffer, ...Buffer[]];
}

const secret = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length >= 32, 'must be 32 bytes or more in base64 (openssl rand -base64 32)');

const commaSeparated = z.string().transform((text) => text.split(',').map((part) => part.trim()));

/**
 * Variables about clicks; an app spreads them into its schema.
 *
 * To change the secret: put the new one in its place and the old one into CLICK_PREVIOUS_SIGNING_SECRETS, and take that out
 * when no purchase is expected any more of what was opened before: the window of attribution and how late the marketplace
 * tells, together.
 */
export const clickEnvironment = {
  CLICK_SIGNING_SECRET: secret,
  CLICK_PREVIOUS_SIGNING_SECRETS: commaSeparated.pipe(z.array(secret)).optional(),
};

export const clickOptionsFrom = (environment: z.output<z.ZodObject<typeof clickEnvironment>>): ClickOptions => ({
  secrets: [environment.CLICK_SIGNING_SECRET, ...(environment.CLICK_PREVIOUS_SIGNING_SECRETS ?? [])],
});
