import { describe, expect, it } from '@jest/globals';
import { type NotificationKind, notificationKinds } from '@moments/notifications';
import { en } from './en.js';
import { ru } from './ru.js';
import { textOf } from './text.js';
import type { Texts } from './texts.js';
import { tr } from './tr.js';

const languages = { en, ru, tr };
const locales = ['en', 'ru', 'tr'] as const;

const placeholders = (sentence: string): string =>
  [...sentence.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name!)
    .toSorted()
    .join(' ');

/** Names in every form of a kind's sentence, by what the form is for. */
function namesIn(texts: Texts, kind: NotificationKind): Record<string, string[]> {
  const sentence = texts.kinds[kind];
  if (!('one' in sentence))
    return { plain: [placeholders(sentence.plain)], because: [placeholders(sentence.because ?? '')] };
  const more = [...new Set(Object.values(sentence.more).map(placeholders))];
  return { one: [placeholders(sentence.one)], two: [placeholders(sentence.two)], more };
}

describe('what notifications say', () => {
  it.each(notificationKinds)('of %s is filled with the same values in every language', (kind) => {
    expect(namesIn(ru, kind)).toEqual(namesIn(en, kind));
    expect(namesIn(tr, kind)).toEqual(namesIn(en, kind));
  });

  it('has the same reasons in every language', () => {
    for (const texts of [ru, tr]) expect(Object.keys(texts.reasons)).toEqual(Object.keys(en.reasons));
  });

  it('has a form for every plural of English and Russian', () => {
    for (const locale of ['en', 'ru'] as const) {
      const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
      for (const sentence of Object.values(languages[locale].kinds)) {
        if (!('one' in sentence)) continue;
        expect(Object.keys(sentence.more).toSorted()).toEqual(pluralCategories.toSorted());
      }
    }
  });

  const liked = (actorsCount: number, names: string[]) =>
    locales.map((locale) => textOf({ kind: 'MOMENT_LIKED', actorsCount, names, details: {} }, locale));

  it('names one, names two, and counts from the third on', () => {
    expect(liked(1, ['Ada'])).toEqual([
      'Ada liked your moment',
      'Ada ставит лайк вашему моменту',
      'Ada anınızı beğendi',
    ]);
    expect(liked(2, ['Ada', 'Bob'])).toEqual([
      'Ada and Bob liked your moment',
      'Ada и Bob ставят лайк вашему моменту',
      'Ada ve Bob anınızı beğendi',
    ]);
    expect(liked(3, ['Ada', 'Bob', 'Eve'])).toEqual([
      'Ada and 2 others liked your moment',
      'Ada и ещё 2 человека ставят лайк вашему моменту',
      'Ada ve 2 kişi daha anınızı beğendi',
    ]);
  });

  it.each([
    [6, 'Ada и ещё 5 человек ставят лайк вашему моменту'],
    [22, 'Ada и ещё 21 человек ставят лайк вашему моменту'],
    [25, 'Ada и ещё 24 человека ставят лайк вашему моменту'],
  ])('follows the plurals of Russian for %i', (actorsCount, text) => {
    expect(liked(actorsCount, ['Ada'])[1]).toBe(text);
  });

  it('writes large numbers as its language does', () => {
    expect(liked(1_000_001, ['Ada'])[0]).toBe('Ada and 1,000,000 others liked your moment');
  });

  it('counts whoever cannot be named', () => {
    expect(liked(2, ['Ada'])[0]).toBe('Ada and 1 other liked your moment');
    expect(liked(1, [])[0]).toBe('Somebody liked your moment');
  });

  it('tells the reason that it knows, and the words of whoever decided', () => {
    const rejected = (details: { reason?: string; message?: string }) =>
      textOf({ kind: 'MOMENT_REJECTED', actorsCount: 0, names: [], details }, 'en');
    expect(rejected({ reason: 'SPAM', message: 'Third time.' })).toBe('Your moment was taken down: spam. Third time.');
    expect(rejected({ reason: 'SPAM', message: '' })).toBe('Your moment was taken down: spam');
    expect(rejected({ reason: 'constructor' })).toBe('Your moment was taken down');
  });

  it('takes nothing out of a name', () => {
    expect(liked(2, ['{b}', 'Bob'])[0]).toBe('{b} and Bob liked your moment');
  });
});
