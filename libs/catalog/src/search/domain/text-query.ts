/** A word of a query with the stems that cards have it under. */
export interface StemmedWord {
  readonly word: string;
  /** None for a word that says nothing (and, для, ve). */
  readonly lexemes: readonly string[];
}

/** A query as Postgres takes it, as a `tsquery` in text. */
export interface TextQueries {
  readonly allWords: string;
  readonly anyWord: string;
}

/** `undefined` when no word says anything. */
export function textQueries(words: readonly StemmedWord[]): TextQueries | undefined {
  const groups = words
    .filter(({ lexemes }) => lexemes.length > 0)
    .map(({ lexemes }) => `(${lexemes.map(quoted).join(' | ')})`);
  if (groups.length === 0) return undefined;
  return { allWords: groups.join(' & '), anyWord: groups.join(' | ') };
}

/** Nothing in it is an operator. */
const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
