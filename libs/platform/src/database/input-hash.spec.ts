import { describe, expect, it } from '@jest/globals';
import { inputHash } from './input-hash.js';

describe('inputHash', () => {
  it('is the same whatever the order of the fields', () => {
    expect(inputHash({ a: 1, b: { c: 2, d: [3] } })).toBe(inputHash({ b: { d: [3], c: 2 }, a: 1 }));
  });

  it('is the same for a field left out and a field that is undefined', () => {
    expect(inputHash({ a: 1, b: undefined })).toBe(inputHash({ a: 1 }));
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, {}],
    [{ at: new Date(0) }, { at: new Date(1) }],
    [{ minor: 1n }, { minor: 2n }],
    [{ list: [undefined] }, { list: [] }],
  ])('differs between %p and %p', (one, other) => {
    expect(inputHash(one)).not.toBe(inputHash(other));
  });

  it.each([new Map(), new Set(), () => 1])('does not take %p for an empty input', (content) => {
    expect(() => inputHash({ content })).toThrow(TypeError);
  });
});
