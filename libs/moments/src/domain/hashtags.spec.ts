import { describe, expect, it } from '@jest/globals';
import { hashtagsOf } from './hashtags.js';

describe('hashtags of a caption', () => {
  it.each([
    ['words of any script', 'Вид на #Москву и #İstanbul, #ığdır #東京', ['москву', 'istanbul', 'ığdır', '東京']],
    ['each once, lower case, in order of appearance', '#Cat #dog #CAT', ['cat', 'dog']],
    ['with digits and underscores', '#top_10 #2026goals', ['top_10', '2026goals']],
    ['none without a letter', '#1 #2026 #_ # ##', []],
    ['up to what is no part of a word', '#sun! #sea, (#sand) #a-b', ['sun', 'sea', 'sand', 'a']],
    ['none inside of words, addresses and entities', 'a#b https://x.y/#top &#39; ##double', []],
    ['one letter composed or not', '#cafe\u0301 #caf\u00e9', ['café']],
    ['none in an empty caption', '', []],
  ])('%s', (_, caption, tags) => {
    expect(hashtagsOf(caption)).toEqual(tags);
  });

  it('takes tags of 100 characters, and none of 101', () => {
    expect(hashtagsOf(`#${'a'.repeat(100)} #${'b'.repeat(101)}`)).toEqual(['a'.repeat(100)]);
  });

  it('takes 30 tags, and no more', () => {
    const caption = Array.from({ length: 31 }, (_, index) => `#t${index}`).join(' ');

    expect(hashtagsOf(caption)).toHaveLength(30);
  });
});
