/** Taxpayer identification numbers (INN): 10 digits for organisations, 12 for people. */

// Weights of the check digits (order MMV-7-6/435@ of the Federal Tax Service, annex 1): the weighted sum modulo 11 modulo 10.
const organisationWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const personWeights = [
  [7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
  [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
] as const;

const checkDigit = (digits: readonly number[], weights: readonly number[]): number =>
  (weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0) % 11) % 10;

// No region has the code 00; ten or twelve zeros would satisfy every sum.
const form = /^(?!00)(\d{10}|\d{12})$/;

/** Whether a text is an INN with right check digits: of an organisation (10 digits) or of a person (12). */
export function isInn(text: string): boolean {
  if (!form.test(text)) return false;
  const digits = Array.from(text, Number);
  if (text.length === 10) return checkDigit(digits, organisationWeights) === digits[9];
  return personWeights.every((weights, index) => checkDigit(digits, weights) === digits[10 + index]);
}

/** Whether a text is the INN of a person; sole proprietors and the self-employed are persons too. */
export const isPersonInn = (text: string): boolean => text.length === 12 && isInn(text);
