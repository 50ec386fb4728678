import { describe, expect, it, jest } from '@jest/globals';
import { hasWordOf, likenessOf } from './folded-text.js';

describe('the likeness of comments', () => {
  it.each([
    ['Супер!!!', 'супер'],
    ['СУУУПЕР', 'супер'],
    ['с у п е р', 'супер'],
    ['Сyпеp', 'супер'],
    ['Buy n0w', 'buy now…'],
    ['çok güzel', 'Cok guzel'],
    ['İYİ', 'iyi'],
    ['😂😂😂', '😂'],
  ])('makes %s the same as %s', (one, other) => {
    expect(likenessOf(one)).toBe(likenessOf(other));
  });

  it.each([
    ['супер', 'суперски'],
    ['yes', 'no'],
    ['😂', '😭'],
    ['!!!', '???'],
    ['กี่', 'กา'],
  ])('tells %s from %s', (one, other) => {
    expect(likenessOf(one)).not.toBe(likenessOf(other));
  });
});

describe('a listed word', () => {
  const words = ['casino', 'ass', 'купи диплом', 'лохотрон*'];

  it.each([
    'Best CASINO here',
    'cаsіnо', // Cyrillic а, і, о
    'c4s1n0',
    'c.a.s.i.n.o',
    'c a s i n o',
    'caaasiiinooo',
    'cásïnø'.replace('ø', 'o'),
    'ｃａｓｉｎｏ',
    'ca$ino',
    'asssss',
    'купи   диплом!',
    'Купи\nДиплом',
    'лохотронщики',
  ])('is found in %s', (text) => {
    expect(hasWordOf(words, text)).toBe(true);
  });

  it.each(['casinos are a word of their own', 'as', 'a class', 'assassin', 'купил диплом', 'диплом купи', 'nice', ''])(
    'is not found in %j',
    (text) => {
      expect(hasWordOf(words, text)).toBe(false);
    },
  );

  it('is looked at once for its list, not again for each comment', () => {
    const list = ['casino', 'лохотрон*'];
    const looked = jest.spyOn(list, 'map');
    const found = ['no', 'casino', 'лохотронщики', 'no'].map((text) => hasWordOf(list, text));
    expect(found).toEqual([false, true, true, false]);
    expect(looked).toHaveBeenCalledTimes(1);
  });

  it('is none when the list is empty, or names nothing that can be seen', () => {
    expect(hasWordOf([], 'casino')).toBe(false);
    expect(hasWordOf(['!!', '**'], 'casino')).toBe(false);
  });
});
