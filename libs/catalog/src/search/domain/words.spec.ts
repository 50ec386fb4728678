import { describe, expect, it } from '@jest/globals';
import { folded, isSpellable, wordsOf } from './words.js';

describe('the words of a text', () => {
  it.each([
    ['Кроссовки «Ёлка», 42-й', ['кроссовки', 'елка', '42', 'й']],
    ['İstanbul ÇANTA Işık', ['istanbul', 'çanta', 'işık']],
    ["Women's T-shirt", ['women', 's', 't', 'shirt']],
    ['!?', []],
  ])('%s are %j', (text, words) => expect(wordsOf(text)).toEqual(words));

  it.each([
    ['çanta', 'canta'],
    ['ışık', 'isik'],
    ['й', 'i'],
    ['кроссовки', 'krossovki'],
    ['щётка', 'schetka'],
    ['объём', 'obem'],
    ['lamp', 'lamp'],
  ])('%s in plain Latin letters is %s', (word, plain) => expect(folded(word)).toBe(plain));

  it.each([
    ['ab', false],
    ['abc', true],
    ['123', false],
    ['a23', true],
    ['a'.repeat(40), true],
    ['a'.repeat(41), false],
  ])('%s is worth knowing: %j', (word, worth) => expect(isSpellable(word)).toBe(worth));
});
