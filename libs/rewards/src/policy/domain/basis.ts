import { currency, type Money } from '@moments/kernel';
import { evaluateFormula, FormulaError } from './formula.js';

/**
 * What an amount was computed from. `inputs` holds the currency and whole numbers in decimal digits; `formula` over them
 * gives the amount in minor units (see `evaluateFormula`).
 */
export interface Basis {
  policyVersion?: number;
  inputs: Readonly<Record<string, string>>;
  formula: string;
}

/** Numbers as a basis keeps them. */
export const toInputs = (code: string, numbers: Readonly<Record<string, bigint>>): Record<string, string> => ({
  currency: code,
  ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value.toString()])),
});

const whole = /^-?\d{1,1000}$/;

/** Computes the amount of a basis anew, to the minor unit. Throws `FormulaError` for a basis that says nothing. */
export function recompute({ inputs, formula }: { inputs: unknown; formula: string }): Money {
  if (typeof inputs !== 'object' || inputs === null) throw new FormulaError('has no inputs');
  const { currency: code, ...given } = inputs as Record<string, unknown>;
  if (typeof code !== 'string') throw new FormulaError('has no currency');
  const numbers = Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' && whole.test(value) ? [[name, BigInt(value)] as const] : [],
  );
  return { minor: evaluateFormula(formula, Object.fromEntries(numbers)), currency: currency(code) };
}
