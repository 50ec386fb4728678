import type { Entry } from './entry.js';

/**
 * Entries to store together. One id may be in it several times: the first of each id make a first round, the second a
 * second one, so that they go in as they came.
 */
export class Batch<Record> {
  readonly rounds: Entry<Record>[][] = [];
  private readonly times = new Map<string, number>();
  private bytes = 0;
  private entries = 0;

  constructor(private readonly limits: { entries: number; bytes: number }) {}

  add(entry: Entry<Record>, sizeBytes: number): void {
    const time = this.times.get(entry.externalId) ?? 0;
    this.times.set(entry.externalId, time + 1);
    const round = this.rounds[time];
    if (round) round.push(entry);
    else this.rounds.push([entry]);
    this.entries += 1;
    this.bytes += sizeBytes;
  }

  get isFull(): boolean {
    return this.entries >= this.limits.entries || this.bytes >= this.limits.bytes;
  }
}
