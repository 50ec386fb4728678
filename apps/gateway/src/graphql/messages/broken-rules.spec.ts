import { describe, expect, it } from '@jest/globals';
import { idempotencyKey, InvalidInput, parseInput, textSchema } from '@moments/kernel';
import { z } from 'zod';
import { rules, translateRule } from './broken-rules.js';
import { translate } from './translate.js';

/** What is said of a broken field, in Russian. */
function saidOf(schema: z.ZodType, value: unknown): string[] {
  try {
    parseInput(schema, value);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems().map((problem) => translate(problem, 'ru'));
    throw error;
  }
  return [];
}

describe('what is wrong with a field', () => {
  it.each(Object.keys(rules))('“%s” is told in other languages, and taken for no other rule', (english) => {
    const values = ['31', '42'];
    const filled = english.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place) - 1]!);
    for (const locale of ['ru', 'tr'] as const) {
      const expected = rules[english]![locale].replace(/\{(\d)\}/g, (_, place: string) => values[Number(place) - 1]!);
      expect(translateRule(filled, locale)).toBe(expected);
    }
  });

  it('is told in the reader’s language for what people write', () => {
    const text = textSchema({ max: 3, required: true });
    expect(saidOf(text, ' ')).toEqual(['не может быть пустым']);
    expect(saidOf(text, 'a\nbcd')).toEqual(['не длиннее 3 симв.', 'должно быть в одну строку']);
    expect(saidOf(text, '\u202ea')).toEqual(['не может содержать символы, меняющие направление текста']);
    expect(saidOf(idempotencyKey, '\u0000')).toEqual(['содержит управляющие символы']);
  });

  it('stays in English where nobody has translated it', () => {
    expect(translateRule('is a broken rule of a kind of its own', 'ru')).toBeUndefined();
    expect(saidOf(z.string().regex(/x/, 'is a broken rule of a kind of its own'), 'y')).toEqual([
      'is a broken rule of a kind of its own',
    ]);
  });
});
