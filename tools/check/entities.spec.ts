import { describe, expect, it } from '@jest/globals';
import { differences } from './entities.js';

const id = { name: 'id', type: 'uuid', nullable: false };
const caption = { name: 'caption', type: 'text', nullable: true };

describe('an entity and its table', () => {
  it('agree when names, types and nullability do, in whatever order', () => {
    expect(differences('moments', [id, caption], [caption, id])).toEqual([]);
  });

  it.each([
    ['no table', [id], [], 'moments: there is an entity but no table'],
    ['a column only in the table', [id], [id, caption], 'moments.caption: the entity lacks the column'],
    ['a column only in the entity', [id, caption], [id], 'moments.caption: the table lacks the column'],
    ['another type', [id], [{ ...id, type: 'text' }], 'moments.id: entity says uuid not null, table text not null'],
    ['another nullability', [id], [{ ...id, nullable: true }], 'moments.id: entity says uuid not null, table uuid'],
    [
      'an array of it',
      [id],
      [{ ...id, type: 'uuid[]' }],
      'moments.id: entity says uuid not null, table uuid[] not null',
    ],
  ])('differ by %s', (_, declared, present, told) => {
    expect(differences('moments', declared, present)).toEqual([told]);
  });
});
