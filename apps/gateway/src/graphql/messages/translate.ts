import type { Problem } from '@moments/kernel';
import type { Locale } from '../locale.js';
import { translateRule } from './broken-rules.js';
import type { Messages } from './messages.js';
import { ru } from './ru.js';
import { tr } from './tr.js';

const translations: Readonly<Record<Exclude<Locale, 'en'>, Messages>> = { ru, tr };

/** The problem's sentence, or anything else that is told under a reason, in the reader's language. */
export function translate(
  problem: Partial<Problem> & Pick<Problem, 'reason' | 'message' | 'params'>,
  locale: Locale,
): string {
  if (locale === 'en') return problem.message;
  // What is wrong with a field has one reason and many sentences.
  if (problem.reason === 'invalid_input') return translateRule(problem.message, locale) ?? problem.message;
  const sentence = translations[locale][problem.reason];
  return sentence?.replace(/\{(\w+)\}/g, (_, name: string) => String(problem.params[name] ?? '')) ?? problem.message;
}
