import type { z } from 'zod';
import { Batch } from './batch.js';
import { type Fault, readRecord } from './domain/read-record.js';
import type { Entry, Note, Outcome, Totals } from './entry.js';
import { StreamBroken } from './gunzip.js';
import { type Line, linesOf } from './lines.js';
import { SeenIds } from './seen-ids.js';

/** Where records of one kind go. */
export interface Target<Record extends { externalId: string }> {
  readonly schema: z.ZodType<Record>;
  /** Stores entries of different ids in one transaction and says what became of each, in their order. */
  store(entries: readonly Entry<Record>[]): Promise<readonly Outcome[]>;
}

export interface IntakeOptions {
  readonly lineBytes: number;
  /** Told in no certain order; the stream is not read on until it has been taken. */
  readonly tell: (note: Note) => Promise<void>;
}

// Measured: beyond a thousand rows a statement gains nothing, and other streams wait longer for its locks.
const batchLimits = { entries: 1_000, bytes: 4 * 1_024 * 1_024 };

/**
 * Takes a stream of NDJSON in, batch by batch, while the next batch is being read: its memory is that of two batches,
 * and the sender is read no faster than storage takes. What is wrong with a record is told and the rest goes in.
 */
export class Intake<Record extends { externalId: string }> {
  private readonly totals: Totals = { received: 0, upserted: 0, unchanged: 0, deleted: 0, refused: 0, complete: false };
  private readonly seen = new SeenIds();
  private batch = new Batch<Record>(batchLimits);
  private storing: Promise<void> = Promise.resolve();
  private lastLine = 0;

  constructor(
    private readonly target: Target<Record>,
    private readonly options: IntakeOptions,
  ) {}

  /**
   * A stream that cannot be read on is told as a note after its last line, and its totals are not `complete`. Throws
   * what `source` throws when its sender is gone, after all whole lines have been stored.
   */
  async run(source: AsyncIterable<Buffer>): Promise<Totals> {
    try {
      for await (const lines of linesOf(source, this.options)) {
        for (const line of lines) await this.take(line);
      }
      this.totals.complete = true;
    } catch (error) {
      await this.flush();
      if (!(error instanceof StreamBroken)) throw error;
      await this.options.tell({ line: this.lastLine + 1, field: '', reason: error.reason });
    }
    await this.flush();
    return this.totals;
  }

  private async take({ number, bytes }: Line): Promise<void> {
    this.lastLine = number;
    this.totals.received += 1;
    if (!bytes) {
      return this.refuse(number, [{ field: '', reason: `is longer than ${this.options.lineBytes} bytes` }]);
    }
    const read = readRecord(bytes, this.target.schema);
    if ('faults' in read) return this.refuse(number, read.faults, read.externalId);
    const entry: Entry<Record> = read.deleted
      ? { line: number, externalId: read.externalId }
      : { line: number, externalId: read.record.externalId, record: read.record };
    await this.warnOfDuplicate(entry);
    this.batch.add(entry, bytes.length);
    if (this.batch.isFull) await this.startStoring();
  }

  private async warnOfDuplicate({ line, externalId }: Entry<Record>): Promise<void> {
    const before = this.seen.see(externalId, line);
    if (before === undefined) return;
    const warning = `the same externalId was on line ${before}; what comes later counts`;
    await this.options.tell({ line, externalId, warning });
  }

  private async refuse(
    line: number,
    [{ field, reason }, ...others]: readonly [Fault, ...Fault[]],
    externalId?: string,
  ): Promise<void> {
    this.totals.refused += 1;
    await this.options.tell({ line, externalId, field, reason, ...(others.length > 0 ? { others } : {}) });
  }

  /** One batch is stored at a time, in the order of the stream. */
  private async startStoring(): Promise<void> {
    const { rounds } = this.batch;
    this.batch = new Batch<Record>(batchLimits);
    await this.storing;
    this.storing = this.store(rounds);
    // Its failure is met at the next wait.
    this.storing.catch(() => undefined);
  }

  private async flush(): Promise<void> {
    await this.startStoring();
    await this.storing;
  }

  private async store(rounds: readonly (readonly Entry<Record>[])[]): Promise<void> {
    for (const entries of rounds) {
      const outcomes = await this.target.store(entries);
      for (const [index, entry] of entries.entries()) {
        const outcome = outcomes[index] ?? 'unchanged';
        if (typeof outcome === 'string') this.totals[outcome] += 1;
        else await this.refuse(entry.line, [outcome], entry.externalId);
      }
    }
  }
}
