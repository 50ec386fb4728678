import { Injectable } from '@nestjs/common';
import { type AccountId, type AssetId, Clock, newId, NotFound, type UploadId } from '@moments/kernel';
import { execute, Jobs, mapConstraints, rows, type Tx } from '@moments/platform';
import { In } from 'typeorm';
import { assetKindOf, type UploadPurpose } from '../uploads/domain/upload.js';
import { UploadEntity } from '../uploads/upload.entity.js';
import { UploadAlreadyUsed, UploadNotCompleted } from '../uploads/uploads.errors.js';
import { AssetEntity, toAssetView } from './asset.entity.js';
import { deleteAssetObjects, jobOf } from './assets.jobs.js';
import { assetStatusesBefore, type AssetKind, type AssetView } from './domain/asset.js';

/** Assets from the side of those who need them. */
@Injectable()
export class AssetsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins to make one asset of each upload, in the order given; what has become of them is told by `assetReady` and
   * `assetFailed`. Every upload must be the owner's, for one of `purposes`, completed and unused: throws `NotFound`,
   * `UploadNotCompleted`, `UploadAlreadyUsed` with `field` pointing at the upload.
   */
  async process(
    tx: Tx,
    command: {
      ownerId: AccountId;
      uploadIds: readonly UploadId[];
      purposes: readonly UploadPurpose[];
      field: string;
    },
  ): Promise<{ id: AssetId; kind: AssetKind }[]> {
    const { field, ...all } = command;
    const fieldOf = (index?: number) => (index === undefined ? [field] : [field, String(index)]);
    return this.processAll(tx, { ...all, fieldOf });
  }

  /** {@link process} for one upload, which the input names at `field` itself. */
  async processOne(
    tx: Tx,
    command: { ownerId: AccountId; uploadId: UploadId; purpose: UploadPurpose; field: string[] },
  ): Promise<{ id: AssetId; kind: AssetKind }> {
    const { ownerId, uploadId, purpose, field } = command;
    const all = { ownerId, uploadIds: [uploadId], purposes: [purpose] };
    const [asset] = await this.processAll(tx, { ...all, fieldOf: () => field });
    if (!asset) throw new Error('no asset was made of an upload');
    return asset;
  }

  private async processAll(
    tx: Tx,
    command: {
      ownerId: AccountId;
      uploadIds: readonly UploadId[];
      purposes: readonly UploadPurpose[];
      /** Where the input names an upload, or all of them. */
      fieldOf: (index?: number) => string[];
    },
  ): Promise<{ id: AssetId; kind: AssetKind }[]> {
    const { ownerId, uploadIds, fieldOf } = command;
    const uploads = await this.lockUploads(tx, ownerId, uploadIds);
    const at = this.clock.now();
    const assets = uploadIds.map((uploadId, index): AssetEntity => {
      const field = fieldOf(index);
      const kind = usableAs(uploads.get(uploadId), command.purposes, field);
      if (uploadIds.indexOf(uploadId) !== index) throw new UploadAlreadyUsed(field);
      const fresh = { progress: 0, attemptId: null, content: null, failure: null, finishedAt: null };
      return { id: newId<'asset'>(), uploadId, ownerId, kind, status: 'queued', createdAt: at, ...fresh };
    });
    await mapConstraints(tx.insert(AssetEntity, assets), {
      assets_upload_once: () => new UploadAlreadyUsed(fieldOf()),
    });
    for (const { id, kind } of assets) await this.jobs.enqueue(tx, jobOf(kind), { assetId: id });
    return assets.map(({ id, kind }) => ({ id, kind }));
  }

  /** The assets that exist among `ids`, as this transaction sees them, in no order. */
  async byIds(tx: Tx, ids: readonly AssetId[]): Promise<AssetView[]> {
    return (await tx.findBy(AssetEntity, { id: In([...ids]) })).map(toAssetView);
  }

  /** Takes assets away for good: a transcoder that is at them stops, objects and originals are deleted by a job. */
  async remove(tx: Tx, ids: readonly AssetId[]): Promise<void> {
    const removed = await rows<{ id: AssetId }>(
      tx,
      `update assets set status = 'removed', content = null where id = any($1) and status = any($2) returning id`,
      [ids, assetStatusesBefore('removed')],
    );
    for (const { id } of removed) await this.jobs.enqueue(tx, deleteAssetObjects, { assetId: id });
  }

  // Locked in the order of their ids: two moments of the same uploads must not wait for each other.
  private async lockUploads(tx: Tx, ownerId: AccountId, ids: readonly UploadId[]) {
    await execute(tx, 'select from uploads where id = any($1) order by id for update', [ids]);
    const uploads = await tx.findBy(UploadEntity, { id: In([...ids]), accountId: ownerId });
    return new Map(uploads.map((upload) => [upload.id, upload]));
  }
}

function usableAs(upload: UploadEntity | undefined, purposes: readonly UploadPurpose[], field: string[]): AssetKind {
  if (!upload || !purposes.includes(upload.purpose)) throw new NotFound('upload', field);
  if (upload.status !== 'COMPLETED') throw new UploadNotCompleted(field);
  if (upload.keptAt) throw new UploadAlreadyUsed(field);
  return assetKindOf(upload.purpose);
}
