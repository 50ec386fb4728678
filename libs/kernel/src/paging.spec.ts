import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInput } from './errors.js';
import {
  decodeCursor,
  defaultPageSize,
  emptyPage,
  encodeCursor,
  maxPageSize,
  pageOf,
  pagesOf,
  pageWindow,
  readTimePosition,
  timeCursor,
} from './paging.js';

const window = (first?: number | null, after?: string | null) => pageWindow({ first, after }, readTimePosition);
const id = '018f2a3b-4c5d-7e6f-8a9b-0c1d2e3f4a5b';

describe('a page request', () => {
  it('takes 10 when it does not say how many', () => {
    expect(window()).toEqual({ limit: defaultPageSize });
    expect(window(null, null)).toEqual({ limit: defaultPageSize });
  });

  it.each([1, maxPageSize])('may ask for %d', (first) => expect(window(first).limit).toBe(first));

  it.each([0, maxPageSize + 1, -1, 1.5, NaN, Infinity])('may not ask for %d', (first) => {
    expect(() => window(first)).toThrow(InvalidInput);
  });

  it('goes on where a cursor says', () => {
    const at = new Date('2026-01-31T12:00:00.123Z');
    expect(window(5, timeCursor({ at, id }))).toEqual({ limit: 5, after: { at, id } });
  });

  it('names the field when the cursor is foreign', () => {
    expect(() => window(5, 'garbage')).toThrow(
      expect.objectContaining({ message: 'after: is not a cursor of this list' }),
    );
  });
});

describe('a cursor', () => {
  it('reads back as what it was made of', () => {
    const instants = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.uuid(), (at, uuid) => {
        expect(readTimePosition(decodeCursor(timeCursor({ at, id: uuid })))).toEqual({ at, id: uuid });
      }),
    );
  });

  it('made of garbage is a mistake of the client, never an error of ours', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => window(5, text)).toThrow(InvalidInput)));
  });

  it('with content of another shape is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (content) => {
        expect(() => window(5, encodeCursor(content))).toThrow(InvalidInput);
      }),
    );
  });

  it.each([
    [[0, id], true],
    [[253_402_300_799_999, id], true],
    [[253_402_300_800_000, id], false],
    [[-1, id], false],
    [[0.5, id], false],
    [['0', id], false],
    [[0, id.toUpperCase()], false],
    [[0, '------------------------------------'], false],
    [[0, id, 0], false],
    [[0], false],
    [{ 0: 0, 1: id, length: 2 }, false],
  ])('with the position %j is admitted: %s', (position, admitted) => {
    expect(readTimePosition(position) !== undefined).toBe(admitted);
  });
});

describe('a page', () => {
  const map = (row: number) => ({ item: row, position: row });

  it('has a next page exactly when one row more than asked for was found', () => {
    expect(pageOf([1, 2, 3], 2, map)).toEqual({ items: [map(1), map(2)], hasNextPage: true });
    expect(pageOf([1, 2], 2, map)).toEqual({ items: [map(1), map(2)], hasNextPage: false });
    expect(pageOf([], 2, map)).toEqual({ items: [], hasNextPage: false });
  });

  it('of several lists read together is cut for each by itself, an empty one for who has nothing', () => {
    const ownerOf = (row: number) => row % 3;
    const pages = pagesOf([0, 1, 2], [3, 6, 1, 9], { ownerOf, limit: 2, map });
    expect([...pages]).toEqual([
      [0, { items: [map(3), map(6)], hasNextPage: true }],
      [1, { items: [map(1)], hasNextPage: false }],
      [2, emptyPage],
    ]);
  });
});
