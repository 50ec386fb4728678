const wordPattern = /[\p{L}\p{N}]+/gu;
const letter = /\p{L}/u;
const plain = /^[a-z0-9]*$/;
const marks = /\p{M}/gu;

// One letter for one where there is one, so that a slip stays a slip. й has lost its mark by then, as ё has.
const latin: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Array.from('абвгдезиклмнопрстуфхцыэ', (one, at) => [one, 'abvgdeziklmnoprstufhcye'[at] ?? one]),
  ),
  ...{ ж: 'zh', ч: 'ch', ш: 'sh', щ: 'sch', ю: 'yu', я: 'ya', ъ: '', ь: '' },
};

/**
 * The words of a text, as cards and queries are compared: lower case (Turkish İ is i), е for ё, letters and digits
 * only.
 */
export const wordsOf = (text: string): string[] =>
  text.normalize('NFC').replaceAll('İ', 'i').toLowerCase().replaceAll('ё', 'е').match(wordPattern) ?? [];

/**
 * A word in Latin letters without marks, as whoever has no such keys types it: çanta is canta, кроссовки is krossovki.
 * Also because pg_trgm sees no other letters in a database whose locale is C.
 */
export const folded = (word: string): string =>
  plain.test(word)
    ? word
    : Array.from(word.replaceAll('ı', 'i').normalize('NFD').replace(marks, ''), (one) => latin[one] ?? one).join('');

/** Whether a word is worth knowing, so that mistyped ones are found by it: some letters, no article number. */
export const isSpellable = (word: string): boolean => word.length >= 3 && word.length <= 40 && letter.test(word);
