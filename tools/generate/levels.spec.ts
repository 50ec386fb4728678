import { describe, expect, it } from '@jest/globals';
import { describeLevels, direct, type Levels } from './levels.js';

const levels: Levels = [{ kernel: 'ids' }, { ledger: 'money', media: 'files' }, { payouts: 'earnings' }];
const imports = (...each: [string, string[]][]) => new Map(each.map(([name, libs]) => [name, new Set(libs)]));
const libs = imports(['kernel', []], ['ledger', ['kernel']], ['media', []], ['payouts', ['ledger', 'kernel']]);
const apps = imports(['worker', ['kernel', 'ledger', 'media', 'payouts']], ['cli', ['payouts']]);

describe('the picture of the levels', () => {
  it('has an arrow for each import, but none for what is reached by another import as well', () => {
    expect(direct('payouts', libs)).toEqual(['ledger']);
    const lines = describeLevels(levels, libs, apps).split('\n');
    expect(lines.filter((line) => line.includes('-->'))).toEqual(['  payouts --> ledger', '  ledger --> kernel']);
  });

  it('holds a lib in its row that has no arrow to the row below or from the row above', () => {
    const lines = describeLevels(levels, libs, apps).split('\n');
    expect(lines.filter((line) => line.includes('~~~'))).toEqual(['  media ~~~ kernel', '  payouts ~~~ media']);
  });

  it('stands between what every lib owns and which libs every app imports', () => {
    const text = describeLevels(levels, libs, apps);
    for (const row of ['| 1 | ledger | money |', '|  | media | files |', '| 2 | payouts | earnings |'])
      expect(text).toContain(row);
    for (const row of ['| cli | payouts |', '| worker | all |']) expect(text).toContain(row);
  });

  it('is refused when a level names a lib that is not there', () => {
    expect(() => describeLevels([...levels, { search: 'nothing yet' }], libs, apps)).toThrow('search');
  });
});
