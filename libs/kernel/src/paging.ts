import { InvalidInput } from './errors.js';
import { isUuid } from './ids.js';

export const defaultPageSize = 10;
export const maxPageSize = 50;

/** A page as a client asks for it. */
export interface PageRequest {
  first?: number | null;
  after?: string | null;
}

/** A page as it is read from storage: one row more than `limit` is fetched to know whether there is a next page. */
export interface PageWindow<Position> {
  limit: number;
  after?: Position;
}

/** Items in order, each with the position that a cursor is made of. */
export interface Page<Item, Position> {
  items: readonly { item: Item; position: Position }[];
  hasNextPage: boolean;
}

/** What a list without items is. */
export const emptyPage: Page<never, never> = { items: [], hasNextPage: false };

/** Checks the size and opens the cursor; throws {@link InvalidInput} for a size outside 1..50 or a foreign cursor. */
export function pageWindow<Position>(
  request: PageRequest,
  read: (cursor: unknown) => Position | undefined,
): PageWindow<Position> {
  const limit = request.first ?? defaultPageSize;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
    throw new InvalidInput([{ field: ['first'], message: `must be between 1 and ${maxPageSize}` }]);
  }
  if (request.after == null) return { limit };
  const position = read(decodeCursor(request.after));
  if (position === undefined) throw new InvalidInput([{ field: ['after'], message: 'is not a cursor of this list' }]);
  return { limit, after: position };
}

/** Cuts rows read with `limit + 1` into a page. */
export function pageOf<Row, Item, Position>(
  rows: readonly Row[],
  limit: number,
  map: (row: Row) => { item: Item; position: Position },
): Page<Item, Position> {
  return { items: rows.slice(0, limit).map(map), hasNextPage: rows.length > limit };
}

/** Cuts the rows of several lists, each list read with `limit + 1`, into a page of each; every owner has one. */
export function pagesOf<Owner, Row, Item, Position>(
  owners: readonly Owner[],
  rows: readonly Row[],
  { ownerOf, limit, map }: { ownerOf: (row: Row) => Owner; limit: number; map: PageItemOf<Row, Item, Position> },
): Map<Owner, Page<Item, Position>> {
  const ofEach = new Map<Owner, Row[]>(owners.map((owner) => [owner, []]));
  for (const row of rows) ofEach.get(ownerOf(row))?.push(row);
  return new Map([...ofEach].map(([owner, own]) => [owner, pageOf(own, limit, map)]));
}

type PageItemOf<Row, Item, Position> = (row: Row) => { item: Item; position: Position };

/** Opaque to clients; carries what the next page starts after. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');

/** The cursor's content, or `undefined` when it cannot be read; callers check its shape. */
export function decodeCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The commonest position: newest first, ties broken by id. `at` is a time that the application wrote (whole
 * milliseconds): of a database's `now()` the microseconds would be lost, and with them rows at the edge of a page.
 */
export interface TimePosition {
  at: Date;
  id: string;
}

// The end of the year 9999, in Unix milliseconds.
const lastInstantMs = 253_402_300_799_999;

export const timeCursor = ({ at, id }: TimePosition): string => encodeCursor([at.getTime(), id]);

/** Reads what {@link timeCursor} wrote. */
export function readTimePosition(cursor: unknown): TimePosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 2) return undefined;
  const [at, id] = cursor as unknown[];
  if (typeof at !== 'number' || typeof id !== 'string' || !isUuid(id)) return undefined;
  // A forged instant that no timestamptz holds would be an error of ours, not of its author.
  if (!Number.isInteger(at) || at < 0 || at > lastInstantMs) return undefined;
  return { at: new Date(at), id };
}
