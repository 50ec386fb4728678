import { fromGlobalId, type Id, type IdKind, NotFound } from '@moments/kernel';

/** Reads a client's id of one kind; an id of another kind, or no id at all, is simply not found. */
export function readId<Kind extends IdKind>(kind: Kind, text: string, field: string[]): Id<Kind> {
  const id = fromGlobalId(kind, text);
  if (!id) throw new NotFound(kind, field);
  return id;
}
