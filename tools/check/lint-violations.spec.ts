import { describe, expect, it } from '@jest/globals';
import { difference } from './lint-violations.js';

describe('a file that breaks a lint rule', () => {
  it('is in order when exactly the rule that it breaks reports it', () => {
    expect(difference('any.ts', ['no-any'], ['no-any'])).toEqual([]);
    expect(difference('allowed.ts', [], [])).toEqual([]);
  });

  it.each([
    ['its rule is silent', ['no-any'], [], 'no-any should report it, nothing did'],
    [
      'another rule reports it as well',
      ['no-any'],
      ['no-any', 'no-console'],
      'no-any should report it, no-any, no-console did',
    ],
    ['a rule reports what is allowed', [], ['no-any'], 'nothing should report it, no-any did'],
    ['it is missing or not linted', ['no-any'], undefined, 'it is not linted'],
    ['nobody says which rule it breaks', undefined, ['no-any'], 'does not say which rule it breaks'],
  ])('is a problem when %s', (_, wanted, reported, told) => {
    expect(difference('any.ts', wanted, reported)).toEqual([expect.stringContaining(told)]);
  });
});
