import { S3Error } from './errors.js';
import type { LifecycleRule } from './lifecycle.js';
import type { Bucket } from './storage/bucket.js';
import type { Store } from './storage/store.js';

const dayMs = 24 * 60 * 60_000;

/** Deletes what the rules of all buckets say is over; an object exactly so many days old is. */
export async function sweep(store: Store, nowMs: number): Promise<void> {
  for (const bucket of store.list()) {
    for (const rule of bucket.lifecycleRules) if (rule.enabled) await sweepBucket(bucket, rule, nowMs);
  }
}

async function sweepBucket(bucket: Bucket, rule: LifecycleRule, nowMs: number): Promise<void> {
  const isOver = (startedAt: string, days: number): boolean => Date.parse(startedAt) + days * dayMs <= nowMs;
  if (rule.abortUploadsAfterDays !== undefined) {
    for (const upload of bucket.uploads.all()) {
      const { key, startedAt } = upload.record;
      if (!key.startsWith(rule.prefix) || !isOver(startedAt, rule.abortUploadsAfterDays)) continue;
      // Somebody may have completed it since the list was made.
      await bucket.uploads.end(upload, async () => []).catch(ignoreEnded);
    }
  }
  if (rule.expirationDays === undefined) return;
  const from = bucket.objects.firstAtOrAfter(rule.prefix);
  const to = bucket.objects.firstBehindPrefix(rule.prefix);
  const objects = Array.from({ length: to - from }, (_, index) => bucket.objects.at(from + index)?.[1]);
  for (const object of objects) {
    if (object && isOver(object.modifiedAt, rule.expirationDays)) await bucket.remove(object.key, object);
  }
}

function ignoreEnded(error: unknown): void {
  if (!(error instanceof S3Error && error.code === 'NoSuchUpload')) throw error;
}
