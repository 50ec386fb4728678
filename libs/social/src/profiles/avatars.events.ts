import type { AccountId, AssetId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

/** The picture that an account wanted to show cannot be used, its asset's failure says why; it shows what it showed before. */
export const avatarFailed = defineEvent({
  name: 'avatar-failed',
  payload: z.object({
    accountId: z.uuid().transform((id) => id as AccountId),
    assetId: z.uuid().transform((id) => id as AssetId),
  }),
});
