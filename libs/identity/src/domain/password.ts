import { z } from 'zod';
import { commonPasswords } from './common-passwords.js';

export interface PasswordPolicy {
  minLength: number;
  maxLength: number;
}

/** Who the password is for: what others know of them makes a bad password. */
export interface PasswordOwner {
  email: string;
  handle?: string;
}

const fewestDistinct = 5;
// Typed by running a finger along something.
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'йцукенгшщзхъфывапролджэячсмитьбю',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
].flatMap((run) => [run, Array.from(run).reverse().join('')]);

/** The same text however a keyboard composed it. */
export const normalisePassword = (password: string): string => password.normalize('NFC');

/** What is wrong with a new password, as the end of "Password …"; `undefined` when it is fine. Length in characters. */
export function passwordProblem(password: string, owner: PasswordOwner, policy: PasswordPolicy): string | undefined {
  const characters = Array.from(normalisePassword(password));
  if (characters.length < policy.minLength) return `must be at least ${policy.minLength} characters long`;
  if (characters.length > policy.maxLength) return `must be at most ${policy.maxLength} characters long`;
  const lower = characters.join('').toLowerCase();
  if (new Set(lower).size < fewestDistinct) return `must contain at least ${fewestDistinct} different characters`;
  if (isCommon(lower)) return 'is one of the passwords that are tried first; choose another';
  if (namesOwner(lower, owner)) return 'must not be made of your email address or handle';
  return undefined;
}

/** A new password, as a field of a form that has other things wrong, too: the owner's names are read as they were typed. */
export const newPasswordSchema = ({ email, handle }: PasswordOwner, policy: PasswordPolicy) =>
  z.string().superRefine((password, context) => {
    const message = passwordProblem(password, { email: email.trim(), handle: handle?.trim() }, policy);
    if (message) context.addIssue({ code: 'custom', message });
  });

// "P@ssw0rd2024!" is "password" to anybody who guesses.
const plainLetters: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
};

function isCommon(password: string): boolean {
  const core = withoutEnds(password);
  const words = [password, core, asLetters(core), withoutEnds(asLetters(password))];
  return (
    words.some((word) => commonPasswords.has(word)) ||
    runs.some((run) => run.includes(password)) ||
    isRepetition(password)
  );
}

const asLetters = (password: string): string =>
  Array.from(password, (character) => plainLetters[character] ?? character).join('');

const withoutEnds = (password: string): string => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** "abcabcabcabc": a short piece, over and over. */
const isRepetition = (password: string): boolean => /^(.{1,6}?)\1+$/u.test(password);

/** True when little is left of the password once the owner's names are cut out of it. */
function namesOwner(password: string, owner: PasswordOwner): boolean {
  const localPart = owner.email.split('@')[0] ?? '';
  const names = [owner.email, localPart, owner.handle ?? ''].map((name) => name.toLowerCase());
  return names.some((name) => name.length >= 4 && password.replaceAll(name, '').length < 4);
}
