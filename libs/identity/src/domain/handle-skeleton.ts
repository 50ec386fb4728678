const lookalikes: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', i: 'l', m: 'rn', w: 'vv' };

/**
 * What a handle looks like: two handles with one skeleton can be taken for each other (`Anna`, `anna`; `paul1`, `PauIi`;
 * `rnarina`, `marina`). The same as `handle_skeleton` of the database, which keeps handles unique by it. Source: Unicode
 * UTS 39, confusables, restricted to our alphabet; an underscore beside another reads as one long line.
 */
export const handleSkeleton = (handle: string): string =>
  handle
    .toLowerCase()
    .replace(/[01imw]/g, (letter) => lookalikes[letter] ?? letter)
    .replace(/_+/g, '_');

const digitsForLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
};

/** A handle with letters for the digits that stand for them in `4dm1n`; each character stays at its place. */
export const withoutDigitsForLetters = (handle: string): string =>
  handle.toLowerCase().replace(/[0134578]/g, (digit) => digitsForLetters[digit] ?? digit);
