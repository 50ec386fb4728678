import { S3Error } from './errors.js';
import type { Bucket } from './storage/bucket.js';
import type { Store } from './storage/store.js';
import { childOf, expectChildren, parseXml, requiredInteger, requiredText, textOf, type XmlElement } from './xml.js';

export interface LifecycleRule {
  enabled: boolean;
  prefix: string;
  expirationDays: number | undefined;
  abortUploadsAfterDays: number | undefined;
}

const dayMs = 24 * 60 * 60_000;
const otherActions = ['Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition'];

/** Reads a LifecycleConfiguration of rules by prefix; throws MalformedXML, NotImplemented, InvalidArgument. */
export function parseLifecycle(source: string): LifecycleRule[] {
  const root = parseXml(source, 'LifecycleConfiguration');
  expectChildren(root, ['Rule']);
  if (root.children.length === 0 || root.children.length > 1000) throw new S3Error('MalformedXML');
  return root.children.map(parseRule);
}

function parseRule(element: XmlElement): LifecycleRule {
  const known = ['ID', 'Status', 'Prefix', 'Filter', 'Expiration', 'AbortIncompleteMultipartUpload'];
  expectChildren(element, known, otherActions);
  const status = requiredText(element, 'Status');
  if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML');
  const rule = {
    enabled: status === 'Enabled',
    prefix: parsePrefix(element),
    expirationDays: parseDays(element, 'Expiration', 'Days'),
    abortUploadsAfterDays: parseDays(element, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation'),
  };
  if (rule.expirationDays === undefined && rule.abortUploadsAfterDays === undefined) {
    throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule.');
  }
  return rule;
}

function parsePrefix(element: XmlElement): string {
  const filter = childOf(element, 'Filter');
  const prefix = textOf(element, 'Prefix');
  if ((filter === undefined) === (prefix === undefined)) throw new S3Error('MalformedXML');
  if (!filter) return prefix ?? '';
  expectChildren(filter, ['Prefix'], ['And', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']);
  return textOf(filter, 'Prefix') ?? '';
}

function parseDays(element: XmlElement, action: string, unit: string): number | undefined {
  const child = childOf(element, action);
  if (!child) return undefined;
  expectChildren(child, [unit], ['Date', 'ExpiredObjectDeleteMarker']);
  const days = requiredInteger(child, unit);
  if (days < 1) throw new S3Error('InvalidArgument', `'${unit}' for ${action} action must be a positive integer`);
  return days;
}

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
