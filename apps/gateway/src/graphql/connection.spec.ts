import { describe, expect, it } from '@jest/globals';
import { toConnectionOf } from './connection.js';

const page = (ids: string[]) => ({ items: ids.map((id) => ({ item: id, position: id })), hasNextPage: true });
const finding = (...there: string[]) => ({
  find: (id: string) => Promise.resolve(there.includes(id) ? { id } : undefined),
  cursor: (position: string) => `after ${position}`,
});

describe('a connection of a page of ids', () => {
  it('has what is still there, each with its own cursor', async () => {
    expect(await toConnectionOf(page(['a', 'b', 'c']), finding('a', 'c'))).toEqual({
      edges: [
        { cursor: 'after a', node: { id: 'a' } },
        { cursor: 'after c', node: { id: 'c' } },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'after a', endCursor: 'after c' },
    });
  });

  it('can be gone on from when nothing of it is there any longer', async () => {
    expect(await toConnectionOf(page(['a', 'b']), finding())).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: true, endCursor: 'after b' },
    });
  });
});
