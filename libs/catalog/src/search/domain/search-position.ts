import { isUuid, type ProductId } from '@moments/kernel';

/** Where a page of found products ends. */
export interface SearchPosition {
  /** As Postgres' `real` holds it. */
  readonly rank: number;
  readonly id: ProductId;
  /** Whether products were found by any of the words, as none had all of them. */
  readonly anyWord: boolean;
}

export const writeSearchPosition = ({ rank, id, anyWord }: SearchPosition): unknown => [rank, id, anyWord];

/** Reads what {@link writeSearchPosition} wrote. */
export function readSearchPosition(cursor: unknown): SearchPosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 3) return undefined;
  const [rank, id, anyWord] = cursor as unknown[];
  if (typeof rank !== 'number' || !(rank >= 0 && rank <= 1_000) || typeof anyWord !== 'boolean') return undefined;
  if (typeof id !== 'string' || !isUuid(id)) return undefined;
  return { rank, id: id as ProductId, anyWord };
}
