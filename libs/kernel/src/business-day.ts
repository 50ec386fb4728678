import { days, minutes } from './clock.js';

/** A calendar day of the platform's business, `2026-11-22`: what views, rewards and statements are counted by. */
export type BusinessDay = string & { readonly businessDay: unique symbol };

/** Where a business day begins and ends. No setting: days that are closed were cut by it. */
export const businessTimeZone = 'Europe/Moscow';

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: businessTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
const form = /^\d{4}-\d{2}-\d{2}$/;

// Zones change their offset on quarters of an hour only. Asked for at every view: the quarter asked for last is kept.
const quarterMs = minutes(15);
let known = { quarter: Number.NaN, offsetMs: 0 };

/** Milliseconds that the business's clocks are ahead of UTC at an instant. */
function offsetAt(atMs: number): number {
  const quarter = Math.floor(atMs / quarterMs);
  if (known.quarter !== quarter) {
    const parts = new Map(format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    known = { quarter, offsetMs: shown - quarter * quarterMs };
  }
  return known.offsetMs;
}

/** The business day that an instant belongs to. */
export const businessDayOf = (instant: Date): BusinessDay =>
  new Date(instant.getTime() + offsetAt(instant.getTime())).toISOString().slice(0, 10) as BusinessDay;

/** The first instant of a business day. */
export function startOfBusinessDay(day: BusinessDay): Date {
  const asUtcMs = Date.parse(`${day}T00:00:00Z`);
  // The offset of about then, then of the instant that it leads to: they differ on a day when clocks are changed.
  const near = asUtcMs - offsetAt(asUtcMs);
  return new Date(asUtcMs - offsetAt(near));
}

/** The business day so many days later; earlier when negative. */
export const addDays = (day: BusinessDay, count: number): BusinessDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days(count)).toISOString().slice(0, 10) as BusinessDay;

/** Reads a day such as `2028-02-29`; `undefined` for what is none. */
export function parseBusinessDay(text: string): BusinessDay | undefined {
  const day = new Date(`${text}T00:00:00Z`);
  const real = form.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return real ? (text as BusinessDay) : undefined;
}
