import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import type { Readable } from 'node:stream';
import { TooManyStreams } from '../catalog.errors.js';
import type { Note, Totals } from './entry.js';
import { gunzip } from './gunzip.js';
import { type IngestionLimits, ingestionLimits } from './ingestion.settings.js';
import { Intake, type Target } from './intake.js';
import { KnownWords } from './known-words.js';
import { ProductTarget } from './product-target.js';
import { SellerTarget } from './seller-target.js';

/** A stream of NDJSON as it arrives. */
export interface IncomingStream {
  readonly source: Readable;
  readonly gzip: boolean;
  /** Awaited before the stream is read on. */
  readonly tell: (note: Note) => Promise<void>;
}

/**
 * Takes in sellers and products as the marketplace tells them: streams of any length in constant memory, each record an
 * idempotent change by external id, so that a broken stream can be sent again from any line.
 */
@Injectable()
export class CatalogueIngestion {
  private readonly words = new KnownWords();
  private running = 0;

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `TooManyStreams`, and what the source throws when its sender goes away; what came until then is in. The source
   * is left open when it is not read to its end, for an answer to be given.
   */
  sellers(stream: IncomingStream): Promise<Totals> {
    const { database, clock } = this;
    return this.run(stream, () => new SellerTarget({ database, clock }));
  }

  /** As {@link sellers}. */
  products(stream: IncomingStream): Promise<Totals> {
    const { database, clock, words } = this;
    return this.run(stream, (limits) => new ProductTarget({ database, clock, words }, limits));
  }

  private async run<Record extends { externalId: string }>(
    { source, gzip, tell }: IncomingStream,
    targetOf: (limits: IngestionLimits) => Target<Record>,
  ): Promise<Totals> {
    const limits = await this.settings.get(ingestionLimits);
    if (this.running >= limits.streams) throw new TooManyStreams();
    this.running += 1;
    try {
      const intake = new Intake(targetOf(limits), { lineBytes: limits.lineBytes, tell });
      const bytes = gzip ? gunzip(source, limits) : source.iterator({ destroyOnReturn: false });
      return await intake.run(bytes as AsyncIterable<Buffer>);
    } finally {
      this.running -= 1;
    }
  }
}
