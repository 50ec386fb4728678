import type { Problem } from '@moments/kernel';

/** An asset of a moment, as far as it decides what becomes of the moment. */
export interface AssetOutcome<Content> {
  status: 'queued' | 'processing' | 'ready' | 'failed' | 'removed';
  content?: Content;
  failure?: Problem;
}

export type Settlement<Content> =
  | { outcome: 'waiting' }
  | { outcome: 'failed'; failure: Problem }
  | { outcome: 'ready'; status: 'DRAFT' | 'PUBLISHED'; contents: Content[] };

/**
 * Decides what becomes of a moment in PROCESSING: it fails with its first failed asset, and is published once all are
 * ready, or kept as a draft until its hour, and until it is let out. `assets` in the order of the moment's uploads.
 */
export function settle<Content>(
  assets: readonly (AssetOutcome<Content> | undefined)[],
  { publishAt, released }: { publishAt: Date | null; released: boolean },
  now: Date,
): Settlement<Content> {
  for (const [position, asset] of assets.entries()) {
    if (asset?.failure)
      return { outcome: 'failed', failure: { ...asset.failure, field: ['uploadIds', String(position)] } };
  }
  const contents = assets.flatMap((asset) => (asset?.status === 'ready' && asset.content ? [asset.content] : []));
  if (contents.length < assets.length) return { outcome: 'waiting' };
  const mayBeSeen = released && !(publishAt && publishAt > now);
  return { outcome: 'ready', status: mayBeSeen ? 'PUBLISHED' : 'DRAFT', contents };
}
