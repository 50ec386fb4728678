import { parseInput } from '@moments/kernel';
import { z } from 'zod';

/** One profile, named in one of the two ways there are. */
type ProfileReference = { by: 'id'; id: string } | { by: 'handle'; handle: string };

const profileReferenceSchema = z
  .object({ id: z.string().nullish(), handle: z.string().nullish() })
  .transform(({ id, handle }, context): ProfileReference => {
    if (id != null && handle == null) return { by: 'id', id };
    if (id == null && handle != null) return { by: 'handle', handle };
    context.addIssue({ code: 'custom', path: ['id'], message: 'give either an id or a handle' });
    return z.NEVER;
  });

/** Reads which profile is asked for: by an id (as the asker writes it) or by a handle. Throws `InvalidInput` on both or neither. */
export const readProfileReference = (input: { id?: string | null; handle?: string | null }): ProfileReference =>
  parseInput(profileReferenceSchema, input);
