import { type Id, type IdKind, idFromUuid } from '@moments/kernel';
import { z } from 'zod';

/** An id of ours in a job's, an event's or a piece of news' payload. */
const idSchema = <Kind extends IdKind>() => z.string().transform((uuid): Id<Kind> => idFromUuid<Kind>(uuid));

export const accountIdSchema = idSchema<'account'>();
export const sessionIdSchema = idSchema<'session'>();
