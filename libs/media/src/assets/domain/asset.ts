import type { AssetId, Problem } from '@moments/kernel';
import type { AssetContent } from './asset-content.js';

export type AssetKind = 'video' | 'photo';

/** Where the making of an asset stands. */
export const assetStatuses = ['queued', 'processing', 'ready', 'failed', 'removed'] as const;
export type AssetStatus = (typeof assetStatuses)[number];

/** What an asset may become. A second attempt finds it `processing` and goes on from there. */
const assetTransitions = {
  queued: ['processing', 'failed', 'removed'],
  processing: ['processing', 'ready', 'failed', 'removed'],
  ready: ['removed'],
  failed: ['removed'],
  removed: [],
} as const satisfies Record<AssetStatus, readonly AssetStatus[]>;

/** Every status from which an asset may become `to`. */
export const assetStatusesBefore = (to: AssetStatus): AssetStatus[] =>
  assetStatuses.filter((from) => (assetTransitions[from] as readonly AssetStatus[]).includes(to));

/** One processed video or photo, or what has become of it so far. */
export interface AssetView {
  id: AssetId;
  kind: AssetKind;
  status: AssetStatus;
  /** 0..1; 1 only when ready. */
  progress: number;
  /** Only when `ready`. */
  content?: AssetContent;
  /** Only when `failed`. */
  failure?: Problem;
}

/** What a person is told when it is our fault and trying again did not help. */
export const processingFailed: Readonly<Record<'video' | 'photo', Problem>> = {
  video: {
    code: 'UNSUPPORTED_MEDIA',
    reason: 'processing_failed',
    message: 'We could not process this video. Try again, or send it in another format.',
    params: { kind: 'video' },
  },
  photo: {
    code: 'UNSUPPORTED_MEDIA',
    reason: 'processing_failed',
    message: 'We could not process this photo. Try again, or send it in another format.',
    params: { kind: 'photo' },
  },
};
