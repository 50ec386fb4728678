import type { AccountId, UploadId } from '@moments/kernel';
import { type ObjectAddress, type Tx, execute, rows } from '@moments/platform';
import { statusesBefore, type UploadStatus } from './domain/upload.js';
import type { UploadUsage } from './domain/upload-limits.js';
import type { UploadEntity } from './upload.entity.js';

/** Where an upload's bytes lie in the store. */
export const originalOf = (uploadId: UploadId): ObjectAddress => ({ bucket: 'uploads', key: uploadId });

/** Held until the transaction ends: two starts of one account must see each other, for the limits and for the key. */
export async function lockUploadsOf(tx: Tx, accountId: AccountId): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`uploads:${accountId}`]);
}

/**
 * What an account has open at `now`, however long already, and the bytes that it has announced within the 24 hours
 * before: those of aborted uploads too, for their parts may have arrived all the same.
 */
export async function uploadUsage(tx: Tx, accountId: AccountId, now: Date): Promise<UploadUsage> {
  const [usage] = await rows<{ open: number; bytes: string }>(
    tx,
    `select (select count(*) from uploads where account_id = $1 and status = 'PENDING' and expires_at > $2)::int as open,
            (select coalesce(sum(size_bytes), 0) from uploads
              where account_id = $1 and created_at > $2::timestamptz - interval '24 hours') as bytes`,
    [accountId, now],
  );
  return { open: usage?.open ?? 0, bytesToday: Number(usage?.bytes ?? 0) };
}

/** Ends an upload if it may still become `status`; `false` when somebody else has ended it before. */
export async function finishUpload(
  tx: Tx,
  uploadId: UploadId,
  end: { status: UploadStatus; at: Date; rejection?: UploadEntity['rejection'] },
): Promise<boolean> {
  const finished = await execute(
    tx,
    'update uploads set status = $2, finished_at = $3, rejection = $4 where id = $1 and status = any($5)',
    [uploadId, end.status, end.at, end.rejection ? JSON.stringify(end.rejection) : null, statusesBefore(end.status)],
  );
  return finished > 0;
}
