import { describe, expect, it } from '@jest/globals';
import { emailSchema } from './email.js';
import { ageOn, bioSchema, birthDateSchema, displayNameSchema, userAgentOf } from './person.js';
import { regionSchema } from './region.js';

const now = new Date('2026-11-22T10:00:00Z');

describe('an email address', () => {
  it('is the same in any case and with spaces around it', () => {
    expect(emailSchema.parse('  Marina.Orlova@Example.COM ')).toBe('marina.orlova@example.com');
  });

  it.each(['', 'marina', 'marina@', '@example.com', 'a b@example.com', 'a@b', '\u212aate@example.com', "a'--@x"])(
    'is not %j',
    (text) => {
      expect(emailSchema.safeParse(text).success).toBe(false);
    },
  );

  it('has at most 254 characters', () => {
    const ofLength = (length: number) =>
      `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.com`.padStart(length, 'e');
    expect(emailSchema.safeParse(ofLength(255)).success).toBe(false);
  });
});

describe('a date of birth', () => {
  const accepts = (day: string) => birthDateSchema(13, now).safeParse(day).success;

  it('is thirteen years back at least, to the day', () => {
    expect(accepts('2013-11-22')).toBe(true);
    expect(accepts('2013-11-23')).toBe(false);
  });

  it.each(['2027-01-01', '1890-01-01', '2001-02-30', '01.02.2001', ''])('is not %j', (day) => {
    expect(accepts(day)).toBe(false);
  });

  it('makes somebody born on 29 February a year older on 1 March', () => {
    expect(ageOn('2012-02-29', new Date('2025-02-28T12:00:00Z'))).toBe(12);
    expect(ageOn('2012-02-29', new Date('2025-03-01T12:00:00Z'))).toBe(13);
  });
});

describe('a display name', () => {
  it.each(['A', 'Марина Орлова', 'Çiğdem', '李', '👩‍🍳 Anna', 'a'.repeat(50)])('may be %j', (name) => {
    expect(displayNameSchema.parse(name)).toBe(name);
  });

  it.each(['', '   ', 'a'.repeat(51), 'a\nb', 'a\u0000b', 'evil\u202egnp', 'An\u200bna', '\u2800'])(
    'is not %j',
    (name) => {
      expect(displayNameSchema.safeParse(name).success).toBe(false);
    },
  );
});

describe('a bio', () => {
  const accepts = (bio: string) => bioSchema.safeParse(bio).success;

  it('has up to 160 characters, and may be empty', () => {
    expect(accepts('')).toBe(true);
    expect(accepts('я'.repeat(160))).toBe(true);
    expect(accepts('я'.repeat(161))).toBe(false);
  });

  it('has up to six lines', () => {
    expect(accepts('a\n\nb\nc\nd\ne')).toBe(true);
    expect(accepts('a\n\nb\nc\nd\ne\nf')).toBe(false);
  });
});

describe('a region', () => {
  it.each(['RU', 'TR', 'KZ', 'US'])('may be %s', (code) => {
    expect(regionSchema.parse(code)).toBe(code);
  });

  it.each(['ru', 'XX', 'RUS', '', "RU'; drop table accounts; --", 'UK'])('is not %j', (code) => {
    expect(regionSchema.safeParse(code).success).toBe(false);
  });
});

describe('what a device says about itself', () => {
  it('is kept short and printable', () => {
    expect(userAgentOf(`Moments/1.0\u0000\r\n (${'x'.repeat(400)})`)).toHaveLength(300);
    expect(userAgentOf('  \u0007 ')).toBeNull();
    expect(userAgentOf(undefined)).toBeNull();
  });
});
