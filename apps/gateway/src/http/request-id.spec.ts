import { describe, expect, it } from '@jest/globals';
import { requestIdOf } from './request-id.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  it('is the one that a proxy of ours has given', () => {
    expect(requestIdOf({ 'x-request-id': 'edge-12345.a_b' }, true)).toBe('edge-12345.a_b');
  });

  it('is made here when nobody may be believed, or nothing is given', () => {
    expect(requestIdOf({ 'x-request-id': 'edge-12345.a_b' }, false)).toMatch(uuid);
    expect(requestIdOf({}, true)).toMatch(uuid);
  });

  it.each(['short', 'x'.repeat(65), 'with space in it', 'line\nbreak-in-it', 'quote"in-it-here'])(
    'is made here when the given one is implausible: %j',
    (given) => {
      expect(requestIdOf({ 'x-request-id': given }, true)).toMatch(uuid);
    },
  );
});
