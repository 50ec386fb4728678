/** Sentences by reason; `{name}` is filled from the problem's params. A reason without an entry is told in English. */
export type Messages = Readonly<Record<string, string>>;
