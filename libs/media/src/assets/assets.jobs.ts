import { minutes } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';
import type { AssetKind } from './domain/asset.js';

const payload = z.object({ assetId: z.uuid() });

export const transcodeVideo = defineJob({
  name: 'transcode-video',
  lane: 'transcoder',
  payload,
  attempts: 6,
  timeoutMs: minutes(45),
});

export const processPhoto = defineJob({
  name: 'process-photo',
  lane: 'transcoder',
  payload,
  attempts: 6,
  timeoutMs: minutes(5),
});

/** Takes everything of a removed asset out of the store. */
export const deleteAssetObjects = defineJob({
  name: 'delete-asset-objects',
  lane: 'worker',
  payload,
  attempts: 15,
  timeoutMs: minutes(2),
});

/** The job that makes an asset. */
export const jobOf = (kind: AssetKind) => (kind === 'video' ? transcodeVideo : processPhoto);
