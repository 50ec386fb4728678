import { after, Clock, type UploadId } from '@moments/kernel';
import {
  Database,
  execute,
  HandlesJob,
  type JobContext,
  type JobHandler,
  rows,
  Settings,
  type Tx,
} from '@moments/platform';
import type { UploadEntity } from '../uploads/upload.entity.js';
import { uploadSettings } from '../uploads/upload-settings.js';
import { UploadStoreCleaner } from '../uploads/upload-store-cleaner.js';
import { sweepUploads } from './sweep.jobs.js';

type Unswept = Pick<UploadEntity, 'id' | 'multipartId' | 'sweptAt'>;

const batch = 200;

/** First the rows, then the store: whatever the store refuses now is found again by its row the next time. */
@HandlesJob(sweepUploads)
export class SweepUploadsHandler implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly cleaner: UploadStoreCleaner,
    private readonly clock: Clock,
  ) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const { unusedLifetimeMs, keepOriginals } = await this.settings.get(uploadSettings);
    const now = this.clock.now();
    await this.expire(now, after(now, -unusedLifetimeMs), signal);
    for (;;) {
      const uploads = await this.unswept(now, keepOriginals);
      for (const upload of uploads) {
        signal.throwIfAborted();
        await this.cleaner.clean(upload);
      }
      if (uploads.length < batch) return;
    }
  }

  /** Those never completed in time, and those completed long ago that nothing was made of; some at a time. */
  private async expire(now: Date, unusedBefore: Date, signal: AbortSignal): Promise<void> {
    for (let looked = batch; looked === batch;) {
      signal.throwIfAborted();
      looked = await this.database.transaction((tx) => expireSome(tx, now, unusedBefore));
    }
  }

  private async unswept(now: Date, keepOriginals: boolean): Promise<Unswept[]> {
    return this.database.transaction((tx) =>
      rows<Unswept>(
        tx,
        `select id, multipart_id as "multipartId", swept_at as "sweptAt" from uploads
          where swept_at is null and status <> 'PENDING' and finished_at <= $1
            and (status <> 'COMPLETED'
                 or (not $2 and exists (select from assets where assets.upload_id = uploads.id and assets.status = 'ready')))
          order by finished_at limit ${batch}`,
        [now, keepOriginals],
      ),
    );
  }
}

/**
 * In two statements: whoever makes an asset of an upload locks its row without changing it, so what the first statement
 * saw before it had the lock may be over. The second looks again, under the lock. Gives how many were looked at.
 */
async function expireSome(tx: Tx, now: Date, unusedBefore: Date): Promise<number> {
  const candidates = await rows<{ id: UploadId }>(
    tx,
    `select id from uploads
      where (status = 'PENDING' and expires_at <= $1)
         or (status = 'COMPLETED' and swept_at is null and finished_at <= $2 and kept_at is null
             and not exists (select from assets where assets.upload_id = uploads.id))
      limit ${batch} for update skip locked`,
    [now, unusedBefore],
  );
  await execute(
    tx,
    `update uploads set status = 'EXPIRED', finished_at = $2
      where id = any($1) and kept_at is null
        and not exists (select from assets where assets.upload_id = uploads.id)`,
    [candidates.map(({ id }) => id), now],
  );
  return candidates.length;
}
