import { type AccountId, type MomentId, reportReasons } from '@moments/kernel';
import { defineEvent, defineTopic } from '@moments/platform';
import { z } from 'zod';
import { momentStatuses } from './domain/moment.js';

const payload = z.object({
  momentId: z.uuid().transform((id) => id as MomentId),
  authorId: z.uuid().transform((id) => id as AccountId),
});

/** A moment can be seen by everybody from now on, for the first time. */
export const momentPublished = defineEvent({ name: 'moment-published', payload });

/** Moderators took a moment away: nobody but its author sees it any more. `message` may be empty. */
export const momentRejected = defineEvent({
  name: 'moment-rejected',
  payload: payload.extend({ reason: z.enum(reportReasons), message: z.string() }),
});

/** A moment that was under review, or had been taken away, can be seen by everybody again. */
export const momentRestored = defineEvent({ name: 'moment-restored', payload });

/** A moment will never be ready: its video or one of its photos cannot be used. */
export const momentFailed = defineEvent({ name: 'moment-failed', payload });

/** The words of a moment, or its switches, were changed; told whatever state it is in. */
export const momentUpdated = defineEvent({ name: 'moment-updated', payload });

/** A moment is gone for good, whether it had been published or not. */
export const momentRemoved = defineEvent({ name: 'moment-removed', payload });

/** Something of a moment changed just now; the subject is its id. */
export const momentChanged = defineTopic({
  name: 'moment-changed',
  payload: z.object({ status: z.enum(momentStatuses) }),
});
