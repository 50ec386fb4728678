import type { Money } from '@moments/kernel';
import { type Basis, toInputs } from '../../policy/domain/basis.js';

/** An amount with what it follows from. */
interface Based {
  readonly amount: Money;
  readonly basis: Basis;
}

/** How a line is told that makes up for what was recorded before: the amount that it should be, less what it was. */
export function differenceLine(
  target: Based | undefined,
  recorded: Money,
  { policyVersion, about }: { policyVersion: number; about: Readonly<Record<string, string>> },
): Based {
  const inputs = toInputs(recorded.currency, { recorded: recorded.minor });
  return {
    amount: { minor: (target?.amount.minor ?? 0n) - recorded.minor, currency: recorded.currency },
    basis: {
      policyVersion,
      inputs: { ...target?.basis.inputs, ...about, ...inputs },
      formula: target ? `${target.basis.formula} - recorded` : '0 - recorded',
    },
  };
}
