import { defineEvent, defineTopic } from '@moments/platform';
import { z } from 'zod';
import { assetStatuses } from './domain/asset.js';

/** The asset's content is there and will not change. */
export const assetReady = defineEvent({ name: 'asset-ready', payload: z.object({ assetId: z.uuid() }) });

/** The asset will never be ready; its failure says why. */
export const assetFailed = defineEvent({ name: 'asset-failed', payload: z.object({ assetId: z.uuid() }) });

/** How far an asset is; at most two a second, and one when it is over. The subject is the asset's id. */
export const assetProgress = defineTopic({
  name: 'asset-progress',
  payload: z.object({ status: z.enum(assetStatuses), progress: z.number() }),
});
