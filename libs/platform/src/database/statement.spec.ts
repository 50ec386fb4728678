import { describe, expect, it } from '@jest/globals';
import { statement } from './statement.js';

describe('statement', () => {
  it('refuses a second text under one name: a connection would run the first for both', () => {
    statement('test.twice', 'select 1');
    expect(() => statement('test.twice', 'select 2')).toThrow('statement test.twice is defined twice');
  });
});
