import { z } from 'zod';
import { handleSkeleton, withoutDigitsForLetters } from './handle-skeleton.js';

// What a link, an impostor or the platform itself could be taken for.
const reserved = new Set(
  [
    'about account accounts admin administrator ads api app auth billing blog business careers contact copyright',
    'creator creators dashboard delete deleted dev developer developers discover docs everyone explore faq feed',
    'feedback fund guest help home jobs legal login logout mail market marketplace me media mod moderator moderators',
    'moment moments news nobody notifications null official operator operators pay payment payments payout payouts',
    'policy press privacy profile profiles register root rules safety sales search security seller sellers service',
    'session settings shop signin signout signup site staff static status store support system team terms test undefined',
    'upload uploads user username users verified video videos wallet webhook webhooks www you',
  ].flatMap((line) => line.split(' ').map(handleSkeleton)),
);

/** Handles that the platform itself gives start like this and go on in hexadecimal, so nobody can pick one. */
const generatedPrefix = /^(user|de[li]eted)_+/;

/**
 * A public handle: 3–30 Latin letters, digits, dots or underscores, shown as typed and unique without regard to case and
 * look-alike letters ({@link handleSkeleton}). Latin only, so that there are few of those; no dot at either end or beside another, so that `@anna.` and `anna..b`
 * do not read as something else in a text or an address.
 */
export const handleSchema = z
  .string()
  .trim()
  .min(3, 'must be at least 3 characters long')
  .max(30, 'must be at most 30 characters long')
  .regex(/^[A-Za-z0-9._]*$/, 'may contain Latin letters, digits, dots and underscores only')
  .regex(/^(?!\.)(?!.*\.\.).*(?<!\.)$/, 'must not begin or end with a dot or contain two in a row')
  .regex(/[A-Za-z0-9]/, 'must contain a letter or a digit')
  .refine((handle) => !isReserved(handle), 'is reserved');

function isReserved(handle: string): boolean {
  const spelled = withoutDigitsForLetters(handle);
  const prefix = generatedPrefix.exec(spelled)?.[0];
  if (prefix !== undefined && /^[0-9a-f]/i.test(handle.slice(prefix.length))) return true;
  // "Moments_", "a.d.m.i.n", "adm1n": separators and look-alikes do not make a reserved word somebody's own.
  return [handle, spelled].some((text) => reserved.has(handleSkeleton(text.replace(/[._]/g, ''))));
}

/** The handle of somebody whom another issuer sent; 64 random bits in hexadecimal make it theirs alone. */
export const generatedHandle = (randomHex: string): string => `user_${randomHex}`;

/** What a deleted account's profile is called. */
export const erasedHandle = (randomHex: string): string => `deleted_${randomHex}`;
