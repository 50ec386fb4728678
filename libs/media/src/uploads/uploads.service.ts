import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  after,
  Clock,
  IdempotencyConflict,
  idempotencyKey,
  newId,
  NotFound,
  parseInput,
  type UploadId,
} from '@moments/kernel';
import { Database, execute, inputHash, MultipartUploads, Settings } from '@moments/platform';
import { z } from 'zod';
import { UploadCompletion } from './upload-completion.js';
import { type NamedPart } from './domain/upload-parts.js';
import { uploadPurposes, type UploadView } from './domain/upload.js';
import { admitUpload } from './domain/upload-limits.js';
import { toUploadView, UploadEntity } from './upload.entity.js';
import { UploadStoreCleaner } from './upload-store-cleaner.js';
import { uploadSettings } from './upload-settings.js';
import { UploadClosed } from './uploads.errors.js';
import { finishUpload, lockUploadsOf, originalOf, uploadUsage } from './uploads.store.js';

/** A file as a client announces it. */
export interface StartUpload {
  accountId: AccountId;
  purpose: UploadView['purpose'];
  fileName: string;
  contentType: string;
  /** Bytes; the parts admit exactly as many. */
  byteSize: number;
  /** Of the whole file, hexadecimal. */
  sha256?: string | null;
  idempotencyKey: string;
}

const announcement = z.object({
  purpose: z.enum(uploadPurposes),
  // Neither kept nor believed: what a file is is read from its bytes.
  fileName: z.string().min(1).max(255),
  contentType: z
    .string()
    .max(255)
    .regex(/^[\w.+-]+\/[\w.+-]+(;.*)?$/, 'is not a media type such as video/mp4'),
  byteSize: z.number().int(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'is not a SHA-256 of 64 hexadecimal digits')
    .transform((digits) => digits.toLowerCase())
    .nullish(),
  idempotencyKey,
});

/** Files on their way from a client straight into the store; none of their bytes pass through this process. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly database: Database,
    private readonly multipart: MultipartUploads,
    private readonly settings: Settings,
    private readonly completion: UploadCompletion,
    private readonly cleaner: UploadStoreCleaner,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens an upload. Repeating a key gives the first upload; throws `InvalidInput`, `IdempotencyConflict`, and the
   * errors of `admitUpload`.
   */
  async start({ accountId, ...input }: StartUpload): Promise<UploadView> {
    const { fileName, ...announced } = parseInput(announcement, input);
    const settings = await this.settings.get(uploadSettings);
    const hash = inputHash({ ...announced, fileName });
    const now = this.clock.now();
    const upload = await this.database.transaction(async (tx) => {
      await lockUploadsOf(tx, accountId);
      const earlier = await tx.findOneBy(UploadEntity, { accountId, idempotencyKey: announced.idempotencyKey });
      if (earlier) return replay(earlier, hash);
      const { purpose, contentType, byteSize: sizeBytes, sha256 = null } = announced;
      admitUpload({ purpose, contentType, sizeBytes }, await uploadUsage(tx, accountId, now), settings);
      const fresh: UploadEntity = {
        ...{ id: newId<'upload'>(), accountId, purpose, status: 'PENDING', sizeBytes, sha256 },
        partSizeBytes: settings.partSizeBytes,
        ...{ idempotencyKey: announced.idempotencyKey, inputHash: hash, multipartId: null, rejection: null },
        ...{
          createdAt: now,
          expiresAt: after(now, settings.lifetimeMs),
          finishedAt: null,
          keptAt: null,
          sweptAt: null,
        },
      };
      await tx.insert(UploadEntity, fresh);
      return fresh;
    });
    if (upload.multipartId !== null || upload.status !== 'PENDING') return toUploadView(upload, now);
    return toUploadView(await this.openInStore(upload), now);
  }

  /**
   * Puts the parts together and looks at what they are. Gives the upload `COMPLETED`, or `REJECTED` with the reason when
   * the bytes do not fit the purpose; a second call gives the same. Throws `NotFound`, `UploadExpired`, `UploadClosed`,
   * and `InvalidInput` naming every part that is missing, doubled or not what the store has.
   */
  async complete(command: {
    accountId: AccountId;
    uploadId: UploadId;
    parts: readonly NamedPart[];
  }): Promise<UploadView> {
    const upload = await this.ownedBy(command);
    return this.completion.complete(upload, command.parts);
  }

  /** Gives up an upload; doing it again changes nothing. Throws `NotFound`, `UploadClosed` once it is completed. */
  async abort(command: { accountId: AccountId; uploadId: UploadId }): Promise<UploadView> {
    const now = this.clock.now();
    const upload = await this.ownedBy(command);
    await this.database.transaction((tx) => finishUpload(tx, upload.id, { status: 'ABORTED', at: now }));
    const ended = await this.ownedBy(command);
    if (ended.status === 'COMPLETED') throw new UploadClosed('COMPLETED', ['uploadId']);
    await this.cleaner.clean(ended);
    return toUploadView(ended, now);
  }

  private async ownedBy({ accountId, uploadId }: { accountId: AccountId; uploadId: UploadId }): Promise<UploadEntity> {
    const upload = await this.database.transaction((tx) => tx.findOneBy(UploadEntity, { id: uploadId, accountId }));
    if (!upload) throw new NotFound('upload', ['uploadId']);
    return upload;
  }

  /**
   * The row comes first: a crash before the store knows of it leaves a row that the sweep expires, a crash after leaves
   * a multipart upload without parts that the sweep of orphans ends.
   */
  private async openInStore(upload: UploadEntity): Promise<UploadEntity> {
    const { id: uploadId, accountId } = upload;
    const multipartId = await this.multipart.start(originalOf(uploadId), 'application/octet-stream');
    const taken = await this.database.transaction((tx) =>
      execute(
        tx,
        "update uploads set multipart_id = $2 where id = $1 and multipart_id is null and status = 'PENDING'",
        [uploadId, multipartId],
      ),
    );
    // A call with the same key was faster, or the upload is over already.
    if (taken > 0) return Object.assign(upload, { multipartId });
    await this.multipart.abort(originalOf(uploadId), multipartId);
    return this.ownedBy({ accountId, uploadId });
  }
}

function replay(earlier: UploadEntity, hash: string): UploadEntity {
  if (earlier.inputHash !== hash) throw new IdempotencyConflict();
  return earlier;
}
