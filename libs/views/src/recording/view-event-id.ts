import type { FeedSessionId, ViewEventId } from '@moments/kernel';
import { fromGlobalId } from '@moments/kernel';
import { createHash } from 'node:crypto';

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * The stored id of an event that an app has named. A UUID, bare or as `vev_…`, is taken as it is. Any other name is the
 * app's own and unique only there: together with the feed session it becomes a UUID (version 8 of RFC 9562, SHA-256).
 */
export function viewEventId(name: string, feedSessionId: FeedSessionId): ViewEventId {
  const lower = name.toLowerCase();
  if (uuidForm.test(lower)) return lower as ViewEventId;
  return fromGlobalId('viewEvent', name) ?? hashed(name, feedSessionId);
}

function hashed(name: string, feedSessionId: FeedSessionId): ViewEventId {
  const bytes = createHash('sha256').update(feedSessionId).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as ViewEventId;
}
