import { Injectable } from '@nestjs/common';
import { Clock, NotFound, type Problem } from '@moments/kernel';
import { Database, MultipartUploads, ObjectStorage } from '@moments/platform';
import { MediaRefused } from '../domain/media.errors.js';
import { sniffBytes, sniffMedia } from '../domain/sniff.js';
import { assetKindOf, type UploadView } from './domain/upload.js';
import { checkParts, type NamedPart } from './domain/upload-parts.js';
import { toUploadView, UploadEntity } from './upload.entity.js';
import { UploadStoreCleaner } from './upload-store-cleaner.js';
import { UploadClosed, UploadExpired } from './uploads.errors.js';
import { finishUpload, originalOf } from './uploads.store.js';

/**
 * The end of an upload: parts become an object, its first bytes are looked at, the row follows. Several calls at once are
 * safe: whichever writes the row first has decided, and the others give its answer.
 */
@Injectable()
export class UploadCompletion {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly multipart: MultipartUploads,
    private readonly cleaner: UploadStoreCleaner,
    private readonly clock: Clock,
  ) {}

  async complete(upload: UploadEntity, parts: readonly NamedPart[]): Promise<UploadView> {
    const now = this.clock.now();
    const { status } = toUploadView(upload, now);
    if (status === 'PENDING') {
      await this.assemble(upload, parts);
      await this.decide(upload, now);
    }
    const ended = await this.reload(upload);
    if (ended.status === 'COMPLETED') return toUploadView(ended, now);
    // Its row is not over: the store alone has lost it.
    if (ended.status === 'PENDING') throw new UploadExpired(['uploadId']);
    if (status === 'PENDING') await this.cleaner.clean(ended);
    if (ended.status === 'REJECTED') return toUploadView(ended, now);
    throw ended.status === 'ABORTED' ? new UploadClosed('ABORTED', ['uploadId']) : new UploadExpired(['uploadId']);
  }

  private async assemble(upload: UploadEntity, parts: readonly NamedPart[]): Promise<void> {
    if (!(await this.isOpen(upload, parts))) return;
    try {
      const inOrder = [...parts].sort((a, b) => a.number - b.number);
      await this.multipart.complete(originalOf(upload.id), upload.multipartId ?? '', inOrder);
    } catch (error) {
      // A call at the same time was faster, a part was replaced meanwhile, or the store takes longer than we wait for it.
      if (await this.isOpen(upload, parts)) throw error;
    }
  }

  /**
   * Whether its parts wait in the store to be put together. The store forgets them once they are, or once the upload is
   * ended. Throws `InvalidInput` when they are not those that the client names.
   */
  private async isOpen(upload: UploadEntity, parts: readonly NamedPart[]): Promise<boolean> {
    const { id, multipartId } = upload;
    const arrived = multipartId === null ? [] : await this.multipart.listParts(originalOf(id), multipartId);
    if (arrived) checkParts(upload, parts, arrived);
    return arrived !== undefined;
  }

  private async isAssembled({ id, sizeBytes }: UploadEntity): Promise<boolean> {
    return (await this.storage.sizeOf(originalOf(id))) === sizeBytes;
  }

  private async decide(upload: UploadEntity, at: Date): Promise<void> {
    // Lost, or gone again: a call at the same time has found it unfit, and its row says so.
    if (!(await this.isAssembled(upload))) return;
    const last = Math.min(sniffBytes, upload.sizeBytes) - 1;
    const rejection = rejectionOf(upload, await this.storage.readRange(originalOf(upload.id), 0, last));
    await this.database.transaction((tx) =>
      finishUpload(tx, upload.id, rejection ? { status: 'REJECTED', at, rejection } : { status: 'COMPLETED', at }),
    );
  }

  private async reload({ id }: UploadEntity): Promise<UploadEntity> {
    const upload = await this.database.transaction((tx) => tx.findOneBy(UploadEntity, { id }));
    if (!upload) throw new NotFound('upload', ['uploadId']);
    return upload;
  }
}

/** Why these first bytes cannot be what the upload was announced for. */
function rejectionOf({ purpose }: UploadEntity, head: Uint8Array): Problem | undefined {
  const expected = assetKindOf(purpose);
  if (sniffMedia(head).kind === expected) return undefined;
  const [problem] = new MediaRefused(expected === 'video' ? 'not_a_video' : 'not_a_photo').problems();
  return problem;
}
