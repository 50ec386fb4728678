import { z } from 'zod';

const prefix = 'whsec_';
// What the specification asks of a secret.
const leastBytes = 24;
const mostBytes = 64;

const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, 'must read whsec_ and then base64')
  .transform((text) => Buffer.from(text.slice(prefix.length), 'base64'))
  .refine(
    ({ length }) => length >= leastBytes && length <= mostBytes,
    `must be ${leastBytes} to ${mostBytes} bytes in base64`,
  );

/**
 * Variables about systems of the marketplace that call us.
 *
 * To change a secret without a gap: add the new one beside the old one, let the sender sign with it, take the old one out.
 */
export const integrationEnvironment = {
  /** Whose signatures are accepted, separated by commas. */
  INTEGRATION_SIGNING_SECRETS: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(secret).min(1)),
};
