import { z } from 'zod';

export interface TextRules {
  /** Most characters, counted as Unicode code points after cleaning. */
  max: number;
  /** Whether there must be any; `false` unless told. */
  required?: boolean;
  /** 0 unless told: the text stays on one line. */
  maxLineBreaks?: number;
}

// More than any living script piles upon a letter; what goes beyond runs over the lines above and below.
const maxMarks = 8;

const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;
const brokenSurrogate = /\p{Cs}/u;
const control = /(?!\n)\p{Cc}/u;
const turnsAround = /\p{Bidi_Control}/u;
const everyTurn = new RegExp(turnsAround, 'gu');
const markFlood = new RegExp(`\\p{M}{${maxMarks + 1}}`, 'u');
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/u;
const visible = /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

// Scripts in which a joiner or non-joiner changes how the letter before it is written.
const joining = ['Arab', 'Syrc', 'Mong', 'Nkoo', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda'];
const joiningToo = ['Mlym', 'Sinh', 'Mymr', 'Khmr', 'Tibt'];
const joiningLetter = `[${[...joining, ...joiningToo].map((script) => `\\p{Script=${script}}`).join('')}]`;

/** Characters without a shape of their own where they do shape something: emoji, and the scripts that need them. */
const meaningful = new RegExp(
  [
    `(?<=${joiningLetter}\\p{M}{0,2})[\\u200c\\u200d]`,
    String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]{0,2})\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
    String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
    String.raw`(?<=\p{Script=Han})[\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=\p{Script=Mong})[\u180b-\u180d\u180f]`,
    // Flags of England, Scotland, Wales: a black flag, the region in tags, the end.
    String.raw`(?<=\u{1f3f4})[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}`,
  ].join('|'),
  'gu',
);

/** What is wrong with a cleaned text, one sentence each. */
function faultsOf(text: string, { max, required = false, maxLineBreaks = 0 }: TextRules): string[] {
  if (text === '') return required ? ['must not be empty'] : [];
  const breaks = text.split('\n').length - 1;
  const faults: [boolean, string][] = [
    [Array.from(text).length > max, `must be at most ${max} characters long`],
    [brokenSurrogate.test(text), 'must be well-formed Unicode'],
    [control.test(text), 'must not contain control characters'],
    [maxLineBreaks === 0 && breaks > 0, 'must be on one line'],
    [maxLineBreaks > 0 && breaks > maxLineBreaks, `must have at most ${maxLineBreaks} line breaks`],
    [turnsAround.test(text), 'must not contain characters that change the direction of text'],
    [markFlood.test(text), `must not pile more than ${maxMarks} marks upon a letter`],
    [hidesCharacters(text), 'must not contain invisible characters'],
    [!visible.test(text), 'must contain something visible'],
  ];
  return faults.flatMap(([broken, sentence]) => (broken ? [sentence] : []));
}

const hidesCharacters = (text: string): boolean => invisible.test(text.replace(everyTurn, '').replace(meaningful, ''));

/**
 * Text that a person wrote for others to read: composed (NFC), trimmed, with line feeds for line breaks and spaces for
 * tabs. Refuses what makes a text read as something else or breaks the page around it: control characters, marks that
 * turn its direction, invisible characters (joiners stay where emoji and scripts need them), piles of combining marks,
 * lone surrogates. Markup is text like any other. Source: Unicode UTS 39, UTS 51.
 */
export const textSchema = (rules: TextRules) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(lineBreak, '\n').replaceAll('\t', ' ').trim())
    .superRefine((text, context) => {
      for (const message of faultsOf(text, rules)) context.addIssue({ code: 'custom', message });
    });
