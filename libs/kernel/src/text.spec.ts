import { describe, expect, it } from '@jest/globals';
import { textSchema } from './text.js';

const line = textSchema({ max: 50, required: true });
const prose = textSchema({ max: 500, maxLineBreaks: 5 });

const faultsOf = (text: string): string[] => (prose.safeParse(text).error?.issues ?? []).map(({ message }) => message);

describe('text for others to read', () => {
  it.each([
    'Марина Орлова',
    'İstanbul’da Çiğdem',
    '<b>bold</b> & "quoted" </script>',
    'https://example.com/?a=1',
    'שלום עולם',
    'مرحبا',
    'می\u200cخواهم', // Persian, a non-joiner inside the word
    'ന്\u200d', // Malayalam, a joiner at the end of the word
    'क्\u200dष',
    '👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 👍🏽 🧑🏽\u200d🚀 1\ufe0f\u20e3 ©\ufe0f 🇹🇷',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    '葛\u{e0100}城',
    'Việt Nam, ação',
    'สวัสดีที่นี่',
  ])('may be %s', (text) => {
    expect(prose.parse(text)).toBe(text.normalize('NFC'));
  });

  it('is composed, trimmed, and has one kind of line break and space', () => {
    expect(prose.parse(' \u00a0a\u0301 b\r\nc\rd\u2028e\u0085f\tg \n')).toBe('á b\nc\nd\ne\nf g');
  });

  it.each(['\u0000', '\u0007', 'a\u001bb', 'a\u009fb', 'a\u000bb'])('has no control characters, unlike %j', (text) => {
    expect(faultsOf(text)).toContain('must not contain control characters');
  });

  it.each(['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'])(
    'does not turn its direction with %j',
    (mark) => {
      expect(faultsOf(`evil${mark}gpj.exe`)).toEqual(['must not contain characters that change the direction of text']);
    },
  );

  it.each([
    'a\u200bb',
    'a\u200db', // a joiner that joins nothing
    'a\u200cb',
    '👨\u200d', // half a sequence
    '👨\u200d\u200d👩',
    'می\u200c\u200cخ',
    'a\ufe0fb',
    '1\ufe0f',
    'a\u00adb',
    'a\u2060b',
    'a\ufeffb',
    'a\u034fb',
    'a\u3164b',
    'a\u115fb',
    'a\ufff9b',
    'a\uffffb',
    'a\u{e0041}b',
    '\u{1f3f4}\u{e0067}x', // a tag sequence without its end
  ])('hides nothing, unlike %j', (text) => {
    expect(faultsOf(text)).toEqual(['must not contain invisible characters']);
  });

  it.each(['a\ud800b', 'a\udc00b', '\ud83d'])('is well-formed, unlike %j', (text) => {
    expect(faultsOf(text)).toContain('must be well-formed Unicode');
  });

  it('piles at most eight marks upon a letter', () => {
    const piled = (marks: number) => `x${'\u0323'.repeat(marks)}y`;
    expect(faultsOf(piled(8))).toEqual([]);
    expect(faultsOf(piled(9))).toEqual(['must not pile more than 8 marks upon a letter']);
    expect(faultsOf(piled(200))).toEqual(['must not pile more than 8 marks upon a letter']);
  });

  it.each(['\u2800', '\u0301', '\u2800\n\u0323'])('shows something, unlike %j', (text) => {
    expect(faultsOf(text)).toEqual(['must contain something visible']);
  });

  it('is measured in code points', () => {
    expect(line.safeParse('😀'.repeat(50)).success).toBe(true);
    expect(line.safeParse('😀'.repeat(51)).success).toBe(false);
    expect(line.safeParse(`${'e\u0301'.repeat(50)}   `).success).toBe(true);
  });

  it('may be empty unless it is required', () => {
    expect(prose.parse(' \n ')).toBe('');
    expect(line.safeParse(' \n ').success).toBe(false);
  });

  it('has as many line breaks as it may', () => {
    expect(prose.safeParse('a\nb\nc\nd\ne\nf').success).toBe(true);
    expect(faultsOf('a\nb\nc\nd\ne\nf\ng')).toEqual(['must have at most 5 line breaks']);
    expect(line.safeParse('a\nb').error?.issues[0]?.message).toBe('must be on one line');
  });
});
