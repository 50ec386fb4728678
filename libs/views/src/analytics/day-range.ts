import { type BusinessDay, InvalidInput } from '@moments/kernel';

/** Business days from one to another, both included. */
export interface DayRange {
  from: BusinessDay;
  to: BusinessDay;
}

/** A year, also a leap year. */
const maxRangeDays = 366;

const dayMs = 86_400_000;

/** Throws `InvalidInput` for a range that ends before it begins or is longer than {@link maxRangeDays}. */
export function requireRange({ from, to }: DayRange): DayRange {
  if (to < from) throw new InvalidInput([{ field: ['to'], message: 'must not be before from' }]);
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days > maxRangeDays) {
    throw new InvalidInput([{ field: ['to'], message: `must be at most ${maxRangeDays} days from from` }]);
  }
  return { from, to };
}
