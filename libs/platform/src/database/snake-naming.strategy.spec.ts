import { describe, expect, it } from '@jest/globals';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

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
