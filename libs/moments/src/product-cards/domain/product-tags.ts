import { InvalidInput, type ProductId } from '@moments/kernel';

/** A product that a moment shows: when, and where on the picture. */
export interface ProductTag {
  readonly productId: ProductId;
  /** From this millisecond of the video on; null, together with `endMs`, for all the time. */
  readonly startMs: number | null;
  /** Up to this millisecond. */
  readonly endMs: number | null;
  /** 0..1 from the left edge; null, together with `y`, for wherever the app puts it. */
  readonly x: number | null;
  /** 0..1 from the upper edge. */
  readonly y: number | null;
}

/** What a moment is made of, as far as it decides which tags fit. */
export interface TaggedMedia {
  readonly kind: 'VIDEO' | 'PHOTO';
  /** Of a video that is ready. */
  readonly durationMs?: number;
}

interface Problem {
  field: string[];
  message: string;
}

/**
 * Checks tags on their own: times and places come in pairs, a range has a length, and a product is shown once at a time
 * (again later in the video is fine). Throws `InvalidInput` naming every broken field.
 */
export function checkTags(tags: readonly ProductTag[]): void {
  fail(
    tags.flatMap((tag, index) => {
      const problems: Problem[] = [];
      const problem = (field: string, message: string) =>
        problems.push({ field: ['productTags', String(index), field], message });
      if ((tag.startMs === null) !== (tag.endMs === null)) {
        problem(tag.startMs === null ? 'startMs' : 'endMs', 'is needed: a card has both times or none');
      } else if (tag.startMs !== null && tag.endMs !== null && tag.startMs >= tag.endMs) {
        problem('endMs', 'must be after startMs');
      }
      if ((tag.x === null) !== (tag.y === null)) {
        problem(tag.x === null ? 'x' : 'y', 'is needed: a place has both numbers or none');
      }
      if (tags.slice(0, index).some((earlier) => isShownWith(earlier, tag))) {
        problem('productId', 'is shown at this time already');
      }
      return problems;
    }),
  );
}

/**
 * Checks tags against what they are on: photos have no times, and a video's must lie within its length. While the length
 * is not known yet they are believed, and fitted once it is ({@link fitTags}). Throws `InvalidInput`.
 */
export function checkTagsFit(tags: readonly ProductTag[], { kind, durationMs }: TaggedMedia): void {
  fail(
    tags.flatMap(({ startMs, endMs }, index) => {
      const at = (field: string) => ['productTags', String(index), field];
      if (kind === 'PHOTO') return startMs === null ? [] : [{ field: at('startMs'), message: 'photos have no times' }];
      if (durationMs === undefined || endMs === null || endMs <= durationMs) return [];
      return [{ field: at('endMs'), message: `must be within the video's ${durationMs} ms` }];
    }),
  );
}

/**
 * Fits tags to the length of a video that is ready now. One that ends behind it ends with it, and one that begins behind
 * it is moved to the end with as much of its own length as there is. A moment does not fail over a card: its author could
 * not know the exact length while it was being made, can move the card afterwards, and would have lost the publication.
 * Only what would then show a product twice at a time is left out: it is shown as it is.
 */
export function fitTags(tags: readonly ProductTag[], durationMs: number): ProductTag[] {
  const fitted: ProductTag[] = [];
  for (const tag of tags) {
    const within = fitTag(tag, durationMs);
    if (!fitted.some((earlier) => isShownWith(earlier, within))) fitted.push(within);
  }
  return fitted;
}

function fitTag(tag: ProductTag, durationMs: number): ProductTag {
  const { startMs, endMs } = tag;
  if (startMs === null || endMs === null || endMs <= durationMs) return tag;
  if (startMs < durationMs) return { ...tag, endMs: durationMs };
  return { ...tag, startMs: Math.max(0, durationMs - (endMs - startMs)), endMs: durationMs };
}

/** Whether two tags show one product at one time; no times are all the time. */
function isShownWith(one: ProductTag, other: ProductTag): boolean {
  if (one.productId !== other.productId) return false;
  const begins = Math.max(one.startMs ?? 0, other.startMs ?? 0);
  const ends = Math.min(one.endMs ?? Infinity, other.endMs ?? Infinity);
  return begins < ends;
}

function fail(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidInput(problems);
}
