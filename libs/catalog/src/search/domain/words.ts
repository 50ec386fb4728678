const wordPattern = /[\p{L}\p{N}]+/gu;
const letter = /\p{L}/u;
const plain = /^[a-z0-9]*$/;
const marks = /\p{M}/gu;

/**
 * The words of a text, as cards and queries are compared: lower case (Turkish İ is i), е for ё, letters and digits
 * only.
 */
export const wordsOf = (text: string): string[] =>
  text.normalize('NFC').replaceAll('İ', 'i').toLowerCase().replaceAll('ё', 'е').match(wordPattern) ?? [];

/** A word without marks upon its letters, as whoever has no such keys types it: çanta is canta, ışık is isik. */
export const folded = (word: string): string =>
  plain.test(word) ? word : word.replaceAll('ı', 'i').normalize('NFD').replace(marks, '');

/** Whether a word is worth knowing, so that mistyped ones are found by it: some letters, no article number. */
export const isSpellable = (word: string): boolean => word.length >= 3 && word.length <= 40 && letter.test(word);
