import { after, Clock } from '@moments/kernel';
import { Database, HandlesJob, type JobContext, type JobHandler, rows, Settings } from '@moments/platform';
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
    await this.expire(now, after(now, -unusedLifetimeMs));
    for (;;) {
      const uploads = await this.unswept(now, keepOriginals);
      for (const upload of uploads) {
        signal.throwIfAborted();
        await this.cleaner.clean(upload);
      }
      if (uploads.length < batch) return;
    }
  }

  /** Those never completed in time, and those completed long ago that nothing was made of. */
  private async expire(now: Date, unusedBefore: Date): Promise<void> {
    await this.database.transaction((tx) =>
      rows(
        tx,
        `update uploads set status = 'EXPIRED', finished_at = $1
          where (status = 'PENDING' and expires_at <= $1)
             or (status = 'COMPLETED' and swept_at is null and finished_at <= $2
                 and not exists (select from assets where assets.upload_id = uploads.id))`,
        [now, unusedBefore],
      ),
    );
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
