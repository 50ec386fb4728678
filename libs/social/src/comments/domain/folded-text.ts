// Letters that look like another, and digits and signs that stand for one (Unicode UTS 39, the part that people use).
const lookAlikes = new Map(
  Object.entries({
    a: 'аαɑ4@',
    b: 'вβ8',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еєзεэ3€',
    g: 'ɡ9',
    h: 'нһ',
    i: 'іιıїl1|',
    j: 'јϳ',
    k: 'кκ',
    m: 'м',
    n: 'η',
    o: 'оοσ0',
    p: 'рρ',
    q: 'ԛ',
    s: 'ѕ5$',
    t: 'тτ7',
    u: 'υ',
    v: 'ѵν',
    w: 'ԝω',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([letter, alike]) => Array.from(alike, (each) => [each, letter] as const)),
);

// Accents; not the vowel signs of scripts that have no letters for them.
const accents = /(?=\p{M})\p{Script=Inherited}/gu;
const signsInWords = /(?<=[\p{L}\p{N}])[@$€|](?=[\p{L}\p{N}])/gu;
const notWord = /[^\p{L}\p{N}\p{M}]+/gu;
const notShown = /[\p{P}\p{Z}\p{C}]+/gu;
const run = /(.)\1+/gu;
const longRun = /(.)\1{2,}/gu;
const spelledOut = /(?<= )(?:\S ){2,}\S(?= )/gu;

const plain = (text: string): string => text.normalize('NFKD').replace(accents, '').toLowerCase();

const alike = (text: string): string =>
  Array.from(text, (each) => lookAlikes.get(each) ?? each)
    .join('')
    .replace(accents, '');

/** The words of a text as they look, each between spaces: ` ipso facto `. */
const looksOf = (text: string): string => {
  const letters = plain(text).replace(signsInWords, (sign) => lookAlikes.get(sign) ?? sign);
  return ` ${alike(letters).replace(notWord, ' ').trim()} `;
};

/**
 * What a comment is once everything is left out that a reader hardly sees: case, accents, look-alike letters,
 * punctuation, spaces and how often a letter is repeated. Two comments of one likeness say the same.
 */
export const likenessOf = (text: string): string => alike(plain(text).replace(notShown, '')).replace(run, '$1') || text;

/**
 * Whether a text has one of the words or phrases, however it is spelled: look-alike letters, digits for letters, dots
 * or spaces between all letters, letters drawn out. Whole words only, unless the listed one ends in `*`.
 */
export function hasWordOf(words: readonly string[], text: string): boolean {
  const wanted = looksOfWords(words);
  if (wanted.length === 0) return false;
  const looks = looksOf(text);
  const joined = looks.replace(spelledOut, (letters) => letters.replaceAll(' ', ''));
  const readings = [...new Set([looks, joined].flatMap((each) => [each, shortened(each, 1), shortened(each, 2)]))];
  return wanted.some((word) => readings.some((reading) => reading.includes(word)));
}

const known = new WeakMap<readonly string[], readonly string[]>();

/** The looks of listed words, worked out once for each list: ten thousand of them take tens of milliseconds. */
function looksOfWords(words: readonly string[]): readonly string[] {
  const found = known.get(words);
  if (found) return found;
  const looks = words
    .map((word) => (word.endsWith('*') ? looksOf(word).trimEnd() : looksOf(word)))
    .filter((wanted) => wanted.trim() !== '');
  known.set(words, looks);
  return looks;
}

/** Three of a letter and more are as good as one or two. */
const shortened = (text: string, left: 1 | 2): string => text.replace(longRun, left === 1 ? '$1' : '$1$1');
