import { z } from 'zod';

export interface CatalogueTextRules {
  /** Most UTF-16 units after cleaning. */
  max: number;
  /** Keeps line breaks; otherwise they become spaces. */
  lines?: boolean;
  required?: boolean;
}

const printable = /^[ -~]*$/;
const unseen = /[\u00ad\u200b\u2060\ufeff\p{Bidi_Control}]/gu;
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g;
const control = /(?!\n)\p{Cc}/gu;
const broken = /\p{Cs}/u;

/**
 * Text of a card, as other systems have it: cleaned of what nobody sees (marks of direction, zero-width spaces, soft
 * hyphens, control characters) rather than refused for it, as real catalogues are full of it; composed (NFC) and trimmed.
 * Refuses lone surrogates.
 */
export const catalogueText = ({ max, lines = false, required = false }: CatalogueTextRules) =>
  z
    .string('must be a text')
    .transform((text) => clean(text, lines))
    .superRefine((text, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      if (required && text === '') refuse('must not be empty');
      if (text.length > max) refuse(`must be at most ${max} characters long`);
      if (!printable.test(text) && broken.test(text)) refuse('is broken Unicode');
    });

function clean(text: string, lines: boolean): string {
  // Most cards' texts are plain, and there are millions of them.
  if (printable.test(text)) return text.trim();
  const tidied = text.normalize('NFC').replace(unseen, '').replace(lineBreak, '\n').replace(control, ' ');
  return (lines ? tidied : tidied.replaceAll('\n', ' ')).trim();
}
