import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineSetting } from './define-setting.js';

const schema = z.number().min(1);

describe('a setting', () => {
  it('cannot be defined twice, nor with a fallback that breaks its own schema', () => {
    defineSetting({ name: 'spec.limit', schema, fallback: 1 });
    expect(() => defineSetting({ name: 'spec.limit', schema, fallback: 1 })).toThrow('defined twice');
    expect(() => defineSetting({ name: 'spec.other', schema, fallback: 0 })).toThrow();
  });

  it.each(['spec', 'spec.some_words', 'spec.someWords', 'spec.some--words', 'spec.some.words'])(
    'is not called %s: operators need not remember which was spelled how',
    (name) => {
      expect(() => defineSetting({ name, schema, fallback: 1 })).toThrow('is not spelled lib.some-words');
    },
  );
});
