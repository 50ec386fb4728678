import { textSchema } from '@moments/kernel';
import { z } from 'zod';

// What a header may hold that no list shall show.
const everyUnprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The name that others see: 1–50 characters in any script, on one line. */
export const displayNameSchema = textSchema({ max: 50, required: true });

/** What people say about themselves: up to 160 characters on six lines. */
export const bioSchema = textSchema({ max: 160, maxLineBreaks: 5 });

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
