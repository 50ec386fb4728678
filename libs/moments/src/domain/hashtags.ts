// After a word character, a slash or an ampersand it is part of an address or an entity, not a tag.
const tag = /(?<![\p{L}\p{M}\p{N}_/&#])#([\p{L}\p{M}\p{N}_]+)/gu;
const hasLetter = /\p{L}/u;

const maxTags = 30;
const maxTagLength = 100;

/**
 * The hashtags of a caption in the order of their first appearance: letters of any script, digits and underscores, at
 * least one letter, lower case; at most 30 tags of at most 100 characters, the rest is plain text.
 */
export function hashtagsOf(caption: string): string[] {
  const tags = [...caption.normalize('NFC').matchAll(tag)].map(([, word = '']) => fold(word));
  return [...new Set(tags)]
    .filter((word) => hasLetter.test(word) && Array.from(word).length <= maxTagLength)
    .slice(0, maxTags);
}

// The Turkish İ falls apart into i and a combining dot when its language is not known.
const fold = (word: string): string => word.toLowerCase().replaceAll('i\u0307', 'i');
