import { describe, expect, it } from '@jest/globals';
import { statement } from './database.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

describe('statement', () => {
  it('refuses a second text under one name: a connection would run the first for both', () => {
    statement('test.twice', 'select 1');
    expect(() => statement('test.twice', 'select 2')).toThrow('statement test.twice is defined twice');
  });
});

describe('SnakeNamingStrategy', () => {
  it.each([
    ['passwordHash', undefined, [], 'password_hash'],
    ['id', undefined, [], 'id'],
    ['x', 'sizeBytes', [], 'size_bytes'],
    ['minor', undefined, ['price'], 'price_minor'],
  ])('names the column of %s (%s, in %j) %s', (property, custom, prefixes, column) => {
    expect(new SnakeNamingStrategy().columnName(property, custom, prefixes)).toBe(column);
  });
});
