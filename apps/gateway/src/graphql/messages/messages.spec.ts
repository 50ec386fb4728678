import { describe, expect, it } from '@jest/globals';
import { ru } from './ru.js';
import { translate } from './translate.js';
import { tr } from './tr.js';

const placeholders = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted();

describe('translations', () => {
  it('exist in every language for the same sentences', () => {
    expect(Object.keys(tr).toSorted()).toEqual(Object.keys(ru).toSorted());
  });

  it.each(Object.keys(ru))('%s is filled with the same values in every language', (reason) => {
    expect(placeholders(tr[reason]!)).toEqual(placeholders(ru[reason]!));
  });

  it('fill in the values, and fall back to English', () => {
    const problem = {
      code: 'LIMIT_EXCEEDED',
      reason: 'video_too_short',
      message: 'English',
      params: { minSeconds: 3 },
    } as const;

    expect(translate(problem, 'ru')).toBe('Видео короче 3 с.');
    expect(translate(problem, 'en')).toBe('English');
    expect(translate({ ...problem, reason: 'untranslated' }, 'tr')).toBe('English');
  });
});
