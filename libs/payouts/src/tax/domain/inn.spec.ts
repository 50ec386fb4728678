import { describe, expect, it } from '@jest/globals';
import { isInn, isPersonInn } from './inn.js';

describe('an INN', () => {
  it('has right check digits: one of ten for an organisation, two of twelve for a person', () => {
    expect(isInn('7707083893')).toBe(true);
    expect(isInn('7830002293')).toBe(true);
    expect(isInn('500100732259')).toBe(true);
  });

  it('is none when any digit is another', () => {
    for (const inn of ['7707083893', '500100732259']) {
      for (let place = 0; place < inn.length; place += 1) {
        const other = `${inn.slice(0, place)}${(Number(inn[place]) + 1) % 10}${inn.slice(place + 1)}`;
        expect(isInn(other)).toBe(false);
      }
    }
  });

  it('has 10 or 12 digits, and is not all noughts', () => {
    for (const text of [
      '',
      '770708389',
      '77070838931',
      '0000000000',
      '000000000000',
      '50010073225x',
      ' 500100732259',
    ]) {
      expect(isInn(text)).toBe(false);
    }
  });

  it('of a person has 12', () => {
    expect(isPersonInn('500100732259')).toBe(true);
    expect(isPersonInn('7707083893')).toBe(false);
  });
});
