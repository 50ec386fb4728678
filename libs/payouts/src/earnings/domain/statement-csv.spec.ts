import { describe, expect, it } from '@jest/globals';
import { csvCell, csvHeader, csvRow } from './statement-csv.js';

describe('statements as CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+7', "'+7"],
    ['-cmd', "'-cmd"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['-7.50', '-7.50'],
    ['7', '7'],
    ['a"b,c', '"a""b,c"'],
    ['=a,b', '"\'=a,b"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
  ])('write %j so that no spreadsheet runs it and every reader finds it whole', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('have a column for each name', () => {
    const line = Object.fromEntries(
      csvHeader
        .trim()
        .split(',')
        .map((name) => [name, name]),
    ) as never;
    expect(csvRow(line)).toBe(csvHeader);
  });
});
