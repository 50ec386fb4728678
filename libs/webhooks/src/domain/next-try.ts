import { after, seconds } from '@moments/kernel';

/** When a message is sent again that has failed so many times; `undefined` when that was enough. */
export const nextTryAt = (
  failed: number,
  { attempts, firstRetrySeconds }: { attempts: number; firstRetrySeconds: number },
  now: Date,
): Date | undefined => (failed >= attempts ? undefined : after(now, seconds(firstRetrySeconds * 2 ** (failed - 1))));
