/** A word that cards use and that somebody may have meant. */
export interface KnownWord {
  readonly word: string;
  readonly folded: string;
  /** In how many products it is. */
  readonly products: number;
}

/** How many slips a word of this length may hold, to be put right. */
const slipsIn = ({ length }: string): number => (length <= 2 ? 0 : length <= 5 ? 1 : 2);

/**
 * What a mistyped word was to be: the known word with the fewest slips between them, of those that are as near the one
 * in most products; `undefined` when none is near enough. Both are compared without marks upon letters.
 */
export function correct(folded: string, known: readonly KnownWord[]): string | undefined {
  const near = known
    .map((candidate) => ({
      ...candidate,
      slips: slips(folded, candidate.folded),
      beginsAlike: candidate.folded.startsWith(folded.charAt(0)),
    }))
    .filter((candidate) => candidate.slips <= slipsIn(folded))
    .toSorted(
      (a, b) =>
        a.slips - b.slips ||
        Number(b.beginsAlike) - Number(a.beginsAlike) ||
        b.products - a.products ||
        (a.word < b.word ? -1 : 1),
    );
  return near[0]?.word;
}

/** Words with one letter less and with two neighbours swapped: slips after which few trigrams of a short word are left. */
export function neighboursOf(folded: string): string[] {
  const letters = Array.from(folded);
  const shorter = letters.map((_, at) => letters.toSpliced(at, 1).join(''));
  const swapped = letters.slice(1).map((letter, at) => letters.toSpliced(at, 2, letter, letters[at] ?? '').join(''));
  return [...new Set([folded, ...shorter, ...swapped])];
}

/**
 * The least number of letters to put in, leave out, replace, or swap with their neighbour, that makes one word of the
 * other (optimal string alignment, Boytsov 2011).
 */
export function slips(one: string, other: string): number {
  const [from, to] = [Array.from(one), Array.from(other)];
  let last: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [index, letter] of from.entries()) {
    const before = last;
    last = row;
    row = [index + 1];
    for (const [at, wanted] of to.entries()) {
      const replaced = (last[at] ?? 0) + (letter === wanted ? 0 : 1);
      let least = Math.min(replaced, (last[at + 1] ?? 0) + 1, (row[at] ?? 0) + 1);
      if (index > 0 && at > 0 && letter === to[at - 1] && from[index - 1] === wanted) {
        least = Math.min(least, (before[at - 1] ?? 0) + 1);
      }
      row.push(least);
    }
  }
  return row[to.length] ?? 0;
}
