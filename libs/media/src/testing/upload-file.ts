import { randomUUID } from 'node:crypto';
import type { AccountId } from '@moments/kernel';
import type { UploadPurpose, UploadView } from '../uploads/domain/upload.js';
import type { UploadsQueries } from '../uploads/uploads.queries.js';
import type { UploadsService } from '../uploads/uploads.service.js';

interface Uploading {
  service: UploadsService;
  queries: UploadsQueries;
}

/** A file as a test has it. */
export interface TestFile {
  accountId: AccountId;
  bytes: Uint8Array;
  purpose?: UploadPurpose;
  contentType?: string;
  sha256?: string;
}

/** Bytes that begin like an MP4 file. */
export function mp4(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes).fill(7);
  bytes.set(Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1'));
  return bytes;
}

/** Starts an upload of these bytes, as a client would. */
export const startUploadOf = ({ service }: Uploading, file: TestFile): Promise<UploadView> =>
  service.start({
    accountId: file.accountId,
    purpose: file.purpose ?? 'VIDEO',
    fileName: 'file.bin',
    contentType: file.contentType ?? (file.purpose === 'PHOTO' ? 'image/jpeg' : 'video/mp4'),
    byteSize: file.bytes.length,
    sha256: file.sha256,
    idempotencyKey: randomUUID(),
  });

/** Puts the given parts (all missing ones when left out) where their presigned URLs say; gives number and ETag of each. */
export async function putParts(
  { queries }: Uploading,
  upload: UploadView,
  bytes: Uint8Array,
  numbers?: number[],
): Promise<{ number: number; etag: string }[]> {
  const targets = await queries.partTargets(upload, numbers);
  return Promise.all(
    targets.map(async ({ number, url, sizeBytes }) => {
      const from = (number - 1) * upload.partSizeBytes;
      const response = await fetch(url, { method: 'PUT', body: bytes.slice(from, from + sizeBytes) });
      if (!response.ok) throw new Error(`part ${number}: ${response.status} ${await response.text()}`);
      return { number, etag: response.headers.get('etag') ?? '' };
    }),
  );
}

/** The whole way: start, parts, complete. */
export async function uploadFile(uploading: Uploading, file: TestFile): Promise<UploadView> {
  const upload = await startUploadOf(uploading, file);
  const parts = await putParts(uploading, upload, file.bytes);
  return uploading.service.complete({ accountId: file.accountId, uploadId: upload.id, parts });
}
