import { z } from 'zod';

// RFC 5321: longer paths are refused by mail servers anyway.
const maxLength = 254;

/**
 * An email address as it is stored and compared: trimmed, lower case. ASCII is asked for first, because lower-casing
 * maps some other letters (K, the Kelvin sign) onto ASCII ones.
 */
export const emailSchema = z
  .string()
  .trim()
  .max(maxLength, `must be at most ${maxLength} characters long`)
  .regex(/^[\x21-\x7e]+$/, 'must be an email address')
  .toLowerCase()
  .pipe(z.email('must be an email address'));
