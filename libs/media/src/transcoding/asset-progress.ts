import type { AssetId, Clock } from '@moments/kernel';
import { type Database, execute, type LiveNews, type Log } from '@moments/platform';
import { assetProgress } from '../assets/assets.events.js';

const leastIntervalMs = 500;
// The last hundredth is for the moment when the content is really there.
const mostBeforeReady = 0.99;

/** Stores and tells how far an attempt is, at most twice a second; it never goes back, and 1 means ready. */
export class AssetProgress {
  private told = 0;
  private toldAt = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly assetId: AssetId,
    private readonly to: { database: Database; news: LiveNews; clock: Clock; log: Log },
  ) {}

  /** A step of the work that takes the share `from`..`to` of the whole; gives what to call with its own 0..1. */
  step(from: number, to: number): (share: number) => void {
    return (share) => this.tell(from + (to - from) * Math.min(1, Math.max(0, share)));
  }

  /** Resolves when nothing of it is under way any more. */
  settled(): Promise<void> {
    return this.writing;
  }

  private tell(share: number): void {
    const now = this.to.clock.now().getTime();
    if (share <= this.told || now - this.toldAt < leastIntervalMs) return;
    this.told = share;
    this.toldAt = now;
    const progress = Math.min(mostBeforeReady, share);
    // Minutes of encoding must not be lost because a number could not be shown.
    this.writing = this.writing
      .then(() => this.write(progress))
      .catch((error: unknown) => this.to.log.warn({ assetId: this.assetId, err: error }, 'progress not told'));
  }

  private async write(progress: number): Promise<void> {
    await this.to.database.transaction((tx) =>
      execute(tx, `update assets set progress = greatest(progress, $2) where id = $1 and status = 'processing'`, [
        this.assetId,
        progress,
      ]),
    );
    await this.to.news.publish(assetProgress, this.assetId, { status: 'processing', progress });
  }
}
