import { describe, expect, it } from '@jest/globals';
import { addDays, type BusinessDay, businessDayOf, parseBusinessDay, startOfBusinessDay } from './business-day.js';

const day = (text: string): BusinessDay => text as BusinessDay;

describe('a business day', () => {
  it('begins at midnight in Moscow', () => {
    expect(businessDayOf(new Date('2026-11-21T20:59:59.999Z'))).toBe('2026-11-21');
    expect(businessDayOf(new Date('2026-11-21T21:00:00.000Z'))).toBe('2026-11-22');
    expect(startOfBusinessDay(day('2026-11-22'))).toEqual(new Date('2026-11-21T21:00:00Z'));
  });

  it('follows the offset that the zone had at the time', () => {
    // Moscow went from UTC+4 to UTC+3 on 26 October 2014.
    expect(startOfBusinessDay(day('2014-10-26'))).toEqual(new Date('2014-10-25T20:00:00Z'));
    expect(startOfBusinessDay(day('2014-10-27'))).toEqual(new Date('2014-10-26T21:00:00Z'));
    expect(businessDayOf(new Date('2014-10-25T20:00:00Z'))).toBe('2014-10-26');
  });

  it('knows leap days and the ends of months and years', () => {
    expect(businessDayOf(new Date('2028-02-28T21:00:00Z'))).toBe('2028-02-29');
    expect(addDays(day('2028-02-28'), 1)).toBe('2028-02-29');
    expect(addDays(day('2027-02-28'), 1)).toBe('2027-03-01');
    expect(addDays(day('2027-01-01'), -1)).toBe('2026-12-31');
  });

  it('is read from its text only when there is such a day', () => {
    expect(parseBusinessDay('2028-02-29')).toBe('2028-02-29');
    for (const text of ['2027-02-29', '2027-13-01', '2027-1-1', '2027-01-01T00:00:00Z', '', 'today']) {
      expect(parseBusinessDay(text)).toBeUndefined();
    }
  });
});
