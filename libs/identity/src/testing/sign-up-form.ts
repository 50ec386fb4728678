import { randomBytes } from 'node:crypto';
import type { SignUp } from '../accounts/sign-up.service.js';

/** Everybody's whom {@link signUpForm} makes. */
export const password = 'kedr-vetka-8-zima';

/** What somebody new types. */
export function signUpForm(change: Partial<SignUp> = {}): SignUp {
  const unique = randomBytes(6).toString('hex');
  return {
    ...{ email: `${unique}@example.com`, password, handle: `h${unique}`, displayName: 'Marina', region: 'RU' },
    ...change,
  };
}
