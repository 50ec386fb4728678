/** Where time comes from; injected, so that a test can say what time it is. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is moved. */
export class FixedClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  now(): Date {
    return new Date(this.instant);
  }

  advance(byMs: number): void {
    this.instant = new Date(this.instant.getTime() + byMs);
  }
}

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * 86_400_000;

/** The instant `ms` milliseconds after `from` (before it when negative). */
export const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
