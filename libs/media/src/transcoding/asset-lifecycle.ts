import { Injectable } from '@nestjs/common';
import { after, type AssetId, Clock, type Problem, type UploadId } from '@moments/kernel';
import { Database, Events, execute, Jobs, LiveNews, Log, rows, statement } from '@moments/platform';
import { assetFailed, assetProgress, assetReady } from '../assets/assets.events.js';
import { jobOf } from '../assets/assets.jobs.js';
import { type AssetKind, assetStatusesBefore, type AssetStatus } from '../assets/domain/asset.js';
import type { AssetContent } from '../assets/domain/asset-content.js';
import type { UploadPurpose } from '../uploads/domain/upload.js';
import { finishUpload } from '../uploads/uploads.store.js';
import { AssetProgress } from './asset-progress.js';

/** An asset that is to be made, with what it is made of. */
export interface AssetTask {
  assetId: AssetId;
  kind: AssetKind;
  createdAt: Date;
  uploadId: UploadId;
  purpose: UploadPurpose;
  sizeBytes: number;
  sha256: string | null;
}

const status = statement('media.asset_status', 'select status from assets where id = $1');

/** The steps of an asset while it is made. Each is a compare-and-set: of several attempts, the first to finish counts. */
@Injectable()
export class AssetLifecycle {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly news: LiveNews,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Takes an asset up; `undefined` when there is nothing to do any more. */
  async begin(assetId: AssetId): Promise<AssetTask | undefined> {
    const [task] = await this.database.transaction((tx) =>
      rows<AssetTask>(
        tx,
        `update assets set status = 'processing' from uploads
          where assets.id = $1 and assets.status = any($2) and uploads.id = assets.upload_id
         returning assets.id as "assetId", assets.kind, assets.created_at as "createdAt", uploads.id as "uploadId",
                   uploads.purpose, uploads.size_bytes::float8 as "sizeBytes", uploads.sha256`,
        [assetId, assetStatusesBefore('processing')],
      ),
    );
    return task;
  }

  /** Where the attempts tell how far they are. */
  progressOf(assetId: AssetId): AssetProgress {
    const { database, news, clock, log } = this;
    return new AssetProgress(assetId, { database, news, clock, log });
  }

  async statusOf(assetId: AssetId): Promise<AssetStatus | undefined> {
    const [asset] = await this.database.read<{ status: AssetStatus }>(status, [assetId]);
    return asset?.status;
  }

  /** `false` when another attempt was first, or the asset is wanted no more: then the caller's objects are nobody's. */
  async succeed(assetId: AssetId, attemptId: string, content: AssetContent): Promise<boolean> {
    const won = await this.database.transaction(async (tx) => {
      const finished = await execute(
        tx,
        `update assets set status = 'ready', progress = 1, content = $3, attempt_id = $2, finished_at = $4
          where id = $1 and status = any($5)`,
        [assetId, attemptId, JSON.stringify(content), this.clock.now(), assetStatusesBefore('ready')],
      );
      if (finished > 0) await this.events.emit(tx, assetReady, { assetId });
      return finished > 0;
    });
    if (won) await this.news.publish(assetProgress, assetId, { status: 'ready', progress: 1 });
    return won;
  }

  /**
   * Ends an asset that will never be ready. A file that is itself to blame is rejected as an upload too, so that its
   * original goes. Nothing happens when the asset is over already.
   */
  async fail(assetId: AssetId, failure: Problem, options: { rejectUpload: boolean }): Promise<void> {
    const failed = await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const [asset] = await rows<{ uploadId: UploadId }>(
        tx,
        `update assets set status = 'failed', failure = $2, finished_at = $3
          where id = $1 and status = any($4) returning upload_id as "uploadId"`,
        [assetId, JSON.stringify(failure), at, assetStatusesBefore('failed')],
      );
      if (!asset) return false;
      if (options.rejectUpload) await finishUpload(tx, asset.uploadId, { status: 'REJECTED', at, rejection: failure });
      await this.events.emit(tx, assetFailed, { assetId });
      return true;
    });
    if (failed) await this.news.publish(assetProgress, assetId, { status: 'failed', progress: 0 });
  }

  /** Makes it later, without counting as a try; `false` when it has waited long enough already. */
  async postpone(task: AssetTask, wait: { retryMs: number; giveUpMs: number }): Promise<boolean> {
    const now = this.clock.now();
    if (after(task.createdAt, wait.giveUpMs) <= now) return false;
    const { assetId, kind } = task;
    await this.database.transaction((tx) =>
      this.jobs.enqueue(tx, jobOf(kind), { assetId }, { runAt: after(now, wait.retryMs) }),
    );
    return true;
  }
}
