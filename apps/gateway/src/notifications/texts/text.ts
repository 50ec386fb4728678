import type { NotificationView } from '@moments/notifications';
import type { Locale } from '../../graphql/locale.js';
import { en } from './en.js';
import { ru } from './ru.js';
import { type ActedSentence, type Texts, type ToldSentence } from './texts.js';
import { tr } from './tr.js';

const languages: Readonly<Record<Locale, Texts>> = { en, ru, tr };

const rules: Readonly<Record<Locale, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  ru: new Intl.PluralRules('ru'),
  tr: new Intl.PluralRules('tr'),
};

/** A notification, and the names of those of its actors who can be shown, the newest first. */
type Told = Pick<NotificationView, 'kind' | 'actorsCount' | 'details'> & { names: readonly string[] };

/** What a notification says in the reader's language. */
export function textOf(told: Told, locale: Locale): string {
  const sentence = languages[locale].kinds[told.kind];
  return 'one' in sentence ? acted(sentence, told, locale) : said(sentence, told, languages[locale]);
}

function acted(sentence: ActedSentence, { names, actorsCount }: Told, locale: Locale): string {
  const [a = languages[locale].somebody, b = ''] = names;
  if (actorsCount <= 1) return fill(sentence.one, { a });
  if (actorsCount === 2 && b !== '') return fill(sentence.two, { a, b });
  const others = actorsCount - 1;
  const form = sentence.more[rules[locale].select(others)] ?? sentence.more.other;
  return fill(form, { a, count: others.toLocaleString(locale) });
}

function said({ plain, because }: ToldSentence, { details }: Told, { reasons }: Texts): string {
  const { reason, message } = details;
  const known =
    reason !== undefined && Object.hasOwn(reasons, reason) ? reasons[reason as keyof Texts['reasons']] : undefined;
  const sentence = because !== undefined && known !== undefined ? fill(because, { reason: known }) : plain;
  return message ? `${sentence}. ${message}` : sentence;
}

const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
