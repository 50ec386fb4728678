import { describe, expect, it } from '@jest/globals';
import { readProfileReference } from './profile-reference.js';

describe('a profile is asked for', () => {
  it.each([
    ['its id', { id: 'pro_1' }, { by: 'id', id: 'pro_1' }],
    ['its id, the handle left empty', { id: 'pro_1', handle: null }, { by: 'id', id: 'pro_1' }],
    ['its handle', { handle: 'ann' }, { by: 'handle', handle: 'ann' }],
    ['its handle, the id left empty', { id: null, handle: 'ann' }, { by: 'handle', handle: 'ann' }],
    ['an empty text, which is nobody’s handle', { handle: '' }, { by: 'handle', handle: '' }],
  ])('by %s', (_, input, reference) => {
    expect(readProfileReference(input)).toEqual(reference);
  });

  it.each([
    ['neither', {}],
    ['two nulls', { id: null, handle: null }],
    ['both', { id: 'pro_1', handle: 'ann' }],
    ['both, though one is an empty text', { id: '', handle: 'ann' }],
  ])('never by %s', (_, input) => {
    const refused = expect(() => readProfileReference(input));
    refused.toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: 'id: give either an id or a handle' }));
  });
});
