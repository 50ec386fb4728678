import { describe, expect, it } from '@jest/globals';
import { handleSkeleton } from './handle-skeleton.js';
import { erasedHandle, generatedHandle, handleSchema } from './handle.js';

const isAccepted = (handle: string) => handleSchema.safeParse(handle).success;

describe('a handle', () => {
  it('has three to thirty characters', () => {
    expect(isAccepted('ab')).toBe(false);
    expect(isAccepted('abc')).toBe(true);
    expect(isAccepted('a'.repeat(30))).toBe(true);
    expect(isAccepted('a'.repeat(31))).toBe(false);
  });

  it.each(['Marina', 'marina_o', 'marina.o', '007', 'a_b.c', '__x'])('may be %s', (handle) => {
    expect(handleSchema.parse(handle)).toBe(handle);
  });

  it.each([
    'марина',
    'ann a',
    'ann-a',
    'ann@a',
    "o'neil",
    'ann%',
    'ann\u0000a',
    'аnna', // the first letter is Cyrillic
    'ann\u200da',
  ])('is Latin letters, digits, dots and underscores only, unlike %j', (handle) => {
    expect(isAccepted(handle)).toBe(false);
  });

  it.each(['.anna', 'anna.', 'an..na', '...', '___'])('does not read as punctuation: %s', (handle) => {
    expect(isAccepted(handle)).toBe(false);
  });

  it.each(['admin', 'Admin', 'a.d.m.i.n', '_moments_', 'me', 'null', 'SUPPORT'])(
    'is not reserved, unlike %s',
    (handle) => {
      expect(isAccepted(handle)).toBe(false);
    },
  );

  it.each(['adm1n', 'ADMlN', '4dmin', 'adrnin', 'supp0rt', '5upport', 'm0.ments', 'vvallet', 'rnod', 'you'])(
    'does not look like a reserved word, unlike %s',
    (handle) => {
      expect(isAccepted(handle)).toBe(false);
    },
  );

  it.each(['admins.friend', 'supporter', 'mode', 'youth', '1001', 'h3110'])('may remind of one, like %s', (handle) => {
    expect(isAccepted(handle)).toBe(true);
  });

  it('cannot be taken for one that the platform gives', () => {
    expect(isAccepted(generatedHandle('0123456789abcdef'))).toBe(false);
    expect(isAccepted(erasedHandle('0123456789abcdef'))).toBe(false);
    expect(isAccepted('de1eted_0f')).toBe(false);
    expect(isAccepted('us3r__a')).toBe(false);
    expect(isAccepted('deletedscenes')).toBe(true);
    expect(isAccepted('user_lena')).toBe(true);
  });
});

describe('two handles', () => {
  it.each([
    ['Anna', 'aNNA'],
    ['oleg', '0LEG'],
    ['paul1', 'pauli'],
    ['paull', 'paui1'],
    ['marina', 'rnarina'],
    ['wvw', 'vvvw'],
    ['an_na', 'an___na'],
  ])('%s and %s look alike', (one, other) => {
    expect(handleSkeleton(one)).toBe(handleSkeleton(other));
  });

  it.each([
    ['anna', 'ann'],
    ['an.na', 'an_na'],
    ['anna', 'an_na'],
    ['anna2', 'annaz'],
    ['marina', 'narina'],
  ])('%s and %s do not', (one, other) => {
    expect(handleSkeleton(one)).not.toBe(handleSkeleton(other));
  });
});
