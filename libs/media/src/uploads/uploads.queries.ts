import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type UploadId } from '@moments/kernel';
import { Database, MultipartUploads, Settings, statement } from '@moments/platform';
import { toUploadView, type UploadRow } from './upload.entity.js';
import { uploadSettings } from './upload-settings.js';
import type { UploadView } from './domain/upload.js';
import { type ArrivedPart, checkPartNumbers, missingParts, partSize } from './domain/upload-parts.js';
import { originalOf } from './uploads.store.js';

/** Where a client puts the bytes of one part, by HTTP PUT. */
export interface PartTarget {
  number: number;
  url: string;
  /** The only length that the URL admits. */
  sizeBytes: number;
}

const own = statement(
  'media.own_uploads',
  `select id, account_id as "accountId", purpose, status, size_bytes::float8 as "sizeBytes",
          part_size_bytes as "partSizeBytes", multipart_id as "multipartId", rejection, expires_at as "expiresAt"
     from uploads where id = any($1) and account_id = $2`,
);

/** Uploads as their owners see them. */
@Injectable()
export class UploadsQueries {
  constructor(
    private readonly database: Database,
    private readonly multipart: MultipartUploads,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** `undefined` when there is none, and when it is somebody else's. */
  async ofAccount(accountId: AccountId, uploadId: UploadId): Promise<UploadView | undefined> {
    return (await this.manyOfAccount(accountId, [uploadId])).get(uploadId);
  }

  /** Those that exist and are the account's own; one statement. */
  async manyOfAccount(accountId: AccountId, uploadIds: readonly UploadId[]): Promise<Map<UploadId, UploadView>> {
    const found = await this.database.read<UploadRow>(own, [uploadIds, accountId]);
    return new Map(found.map((row) => [row.id, toUploadView(row, this.clock.now())]));
  }

  /**
   * Presigned targets for the given parts, or for all that are missing; none when the upload takes no parts any more.
   * Throws `InvalidInput` for a number that the upload does not have. Whoever knows what has arrived says so; otherwise
   * the store is asked, when all are wanted.
   */
  async partTargets(
    upload: UploadView,
    numbers?: readonly number[] | null,
    arrived = () => this.uploadedParts(upload),
  ): Promise<PartTarget[]> {
    if (numbers) checkPartNumbers(upload, numbers);
    const multipartId = openMultipart(upload);
    if (multipartId === undefined) return [];
    const { partUrlLifetimeSeconds } = await this.settings.get(uploadSettings);
    const secondsLeft = Math.ceil((upload.expiresAt.getTime() - this.clock.now().getTime()) / 1_000);
    const wanted = numbers ? [...new Set(numbers)] : missingParts(upload, await arrived());
    return Promise.all(
      wanted.map(async (number) => {
        const sizeBytes = partSize(upload, number);
        const expiresInSeconds = Math.min(partUrlLifetimeSeconds, secondsLeft);
        const part = { uploadId: multipartId, number, sizeBytes, expiresInSeconds };
        return { number, sizeBytes, url: await this.multipart.presignPart(originalOf(upload.id), part) };
      }),
    );
  }

  /** What has arrived so far, in order; nothing when the upload takes no parts any more. */
  async uploadedParts(upload: UploadView): Promise<ArrivedPart[]> {
    const multipartId = openMultipart(upload);
    if (multipartId === undefined) return [];
    return (await this.multipart.listParts(originalOf(upload.id), multipartId)) ?? [];
  }
}

const openMultipart = ({ status, multipartId }: UploadView): string | undefined =>
  status === 'PENDING' ? multipartId : undefined;
