import { encodeCursor, isUuid, parseBusinessDay, type StatementLineId } from '@moments/kernel';
import type { StatementPosition } from './statement.view.js';

export const statementCursor = ({ day, id }: StatementPosition): string => encodeCursor([day, id]);

/** Reads what {@link statementCursor} wrote; `undefined` for anything else. */
export function readStatementPosition(cursor: unknown): StatementPosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 2) return undefined;
  const [text, id] = cursor as unknown[];
  const day = typeof text === 'string' ? parseBusinessDay(text) : undefined;
  return day && typeof id === 'string' && isUuid(id) ? { day, id: id as StatementLineId } : undefined;
}
