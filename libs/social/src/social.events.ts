import type { AccountId, MomentId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const accountId = z.uuid().transform((id) => id as AccountId);
const momentId = z.uuid().transform((id) => id as MomentId);

/** Somebody began to follow somebody; following again after a pause is told again. */
export const accountFollowed = defineEvent({
  name: 'account-followed',
  payload: z.object({ followerId: accountId, followeeId: accountId }),
});

/** Somebody liked a moment; liking again after taking it back is told again. */
export const momentLiked = defineEvent({
  name: 'moment-liked',
  payload: z.object({ momentId, authorId: accountId, accountId }),
});

/** Somebody follows somebody no longer; not told when a block or a deleted account ends it. */
export const accountUnfollowed = defineEvent({
  name: 'account-unfollowed',
  payload: z.object({ followerId: accountId, followeeId: accountId }),
});

/** Somebody took a like back; not told when it goes with its moment or its account. */
export const momentUnliked = defineEvent({
  name: 'moment-unliked',
  payload: z.object({ momentId, accountId }),
});

/** Somebody wants nothing to do with somebody any more; blocking again after a pause is told again. */
export const accountBlocked = defineEvent({
  name: 'account-blocked',
  payload: z.object({ blockerId: accountId, blockedId: accountId }),
});

/** Somebody keeps somebody out of what they see; only for libs that take out what was there, never for the muted. */
export const accountMuted = defineEvent({
  name: 'account-muted',
  payload: z.object({ muterId: accountId, mutedId: accountId }),
});
