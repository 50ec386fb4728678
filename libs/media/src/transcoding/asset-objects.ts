import { Injectable } from '@nestjs/common';
import type { AssetId } from '@moments/kernel';
import { ObjectStorage } from '@moments/platform';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { v7 } from 'uuid';
import { originalOf } from '../uploads/uploads.store.js';
import { AssetLifecycle, type AssetTask } from './asset-lifecycle.js';
import { fetchOriginal } from './fetch-original.js';
import type { MadeMedia } from './made-media.js';

interface Transfer {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

const transfersAtOnce = 4;
// A key is written once and never again: each attempt has its own.
const cacheControl = 'public, max-age=31536000, immutable';

/** The objects of assets: `<asset>/<attempt>/<file>` in the media bucket. */
@Injectable()
export class AssetObjects {
  constructor(
    private readonly storage: ObjectStorage,
    private readonly lifecycle: AssetLifecycle,
  ) {}

  /** Throws `ChecksumMismatch`, `OriginalChanged`. */
  async fetch(task: AssetTask, { file, signal, onProgress }: Transfer & { file: string }): Promise<void> {
    const original = { address: originalOf(task.uploadId), sizeBytes: task.sizeBytes, sha256: task.sha256 };
    const onBytes = (arrived: number) => onProgress(arrived / task.sizeBytes);
    await fetchOriginal(this.storage, original, { file, signal, onBytes });
  }

  /** Stores what an attempt has made and makes it the asset's content; leaves nothing when that is not wanted any more. */
  async publish(assetId: AssetId, made: MadeMedia, transfer: Transfer & { folder: string }): Promise<void> {
    const attemptId = v7();
    const base = `${assetId}/${attemptId}`;
    try {
      await this.store(base, made, transfer);
    } catch (error) {
      await this.storage.deleteUnder('media', `${base}/`);
      throw error;
    }
    // When this throws nobody knows whether it was committed, so the objects stay; the sweep of orphans finds out.
    const won = await this.lifecycle.succeed(assetId, attemptId, made.contentAt(base));
    if (won) await this.deleteOtherAttempts(assetId, base);
    else await this.storage.deleteUnder('media', `${base}/`);
  }

  private async store(base: string, made: MadeMedia, transfer: Transfer & { folder: string }): Promise<void> {
    const limit = pLimit(transfersAtOnce);
    const totalBytes = made.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let storedBytes = 0;
    const stores = made.files.map(({ fileName, contentType, sizeBytes }) =>
      limit(async () => {
        transfer.signal.throwIfAborted();
        const address = { bucket: 'media', key: `${base}/${fileName}` } as const;
        await this.storage.putFile(address, join(transfer.folder, fileName), { contentType, cacheControl });
        storedBytes += sizeBytes;
        transfer.onProgress(storedBytes / totalBytes);
      }),
    );
    // All must be over before anything is deleted: a late PUT would bring an object back.
    const failed = (await Promise.allSettled(stores)).find((store) => store.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Attempts that a killed process left. One that still runs loses, and takes its own away. */
  private async deleteOtherAttempts(assetId: AssetId, base: string): Promise<void> {
    const others: string[] = [];
    for await (const { key } of this.storage.list('media', `${assetId}/`)) {
      if (!key.startsWith(`${base}/`)) others.push(key);
    }
    if (others.length > 0) await this.storage.delete('media', others);
  }
}
