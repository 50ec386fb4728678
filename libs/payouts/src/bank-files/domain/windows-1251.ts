// What each of the 256 bytes means; Node reads the encoding but does not write it.
const characters = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const bytes = new Map(Array.from(characters, (character, byte) => [character, byte]));

/** Text in windows-1251; accents of letters that it lacks are dropped, whatever else it lacks becomes a question mark. */
export function encodeWindows1251(text: string): Buffer {
  const known = Array.from(text.normalize('NFC'), (character) =>
    bytes.has(character) ? character : withoutAccents(character),
  ).join('');
  return Buffer.from(Array.from(known, (character) => bytes.get(character) ?? 0x3f));
}

const withoutAccents = (character: string): string => character.normalize('NFD').replaceAll(/\p{M}/gu, '');
