import { z } from 'zod';

// Line breaks, other control characters and the marks that turn text around could make a name read as something else.
const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u;
const everyUnprintable = new RegExp(unprintable, 'gu');

const length = (text: string): number => Array.from(text).length;

/** The name that others see: 1–50 characters in any script, on one line. */
export const displayNameSchema = z
  .string()
  .normalize('NFC')
  .trim()
  .refine((name) => length(name) >= 1, 'must not be empty')
  .refine((name) => length(name) <= 50, 'must be at most 50 characters long')
  .refine((name) => !unprintable.test(name), 'must not contain control characters');

/** A date of birth that could be a living person's; checked against `minimumAge` on the day `now`. */
export const birthDateSchema = (minimumAge: number, now: Date) =>
  z.iso
    .date('must be a date like 2001-12-31')
    .refine((day) => day <= isoDay(now), 'must not be in the future')
    .refine((day) => ageOn(day, now) <= 130, 'must be within the last 130 years')
    .refine((day) => ageOn(day, now) >= minimumAge, `you must be at least ${minimumAge} years old`);

const isoDay = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Full years between a date of birth and an instant (UTC). Who is born on 29 February turns older on 1 March. */
export function ageOn(birthDate: string, now: Date): number {
  const today = isoDay(now);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** What a device says about itself, fit to be shown in a list: printable and short. */
export function userAgentOf(header: string | undefined): string | null {
  const text = header?.replace(everyUnprintable, '').trim().slice(0, 300);
  return text === undefined || text === '' ? null : text;
}
