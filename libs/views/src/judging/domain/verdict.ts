import type { Finding } from './person.js';

/** What a rule looked at: reasons of one family are about the same thing, so only the strongest of them weighs. */
export type Family = 'person' | 'audience' | 'night' | 'network' | 'cohort' | 'ring' | 'history';

export interface Evidence extends Finding {
  family: Family;
}

export interface Verdict {
  verdict: 'invalid' | 'held';
  /** The rule that weighs most. */
  rule: string;
  strength: number;
  /** The strongest first. */
  findings: Evidence[];
}

/**
 * Decides by everything that speaks against a view; `undefined` when it is believed. Families err for different reasons,
 * so the chance that all of them err is the product of theirs.
 */
export function verdictOf(
  evidence: readonly Evidence[],
  { invalidFrom, heldFrom }: { invalidFrom: number; heldFrom: number },
): Verdict | undefined {
  const families = new Map<Family, number>();
  for (const { family, strength } of evidence) families.set(family, Math.max(strength, families.get(family) ?? 0));
  const innocent = [...families.values()].reduce((chance, strength) => chance * (1 - strength), 1);
  const strength = 1 - innocent;
  if (strength < heldFrom) return undefined;
  const findings = evidence.toSorted((one, other) => other.strength - one.strength);
  return { verdict: strength >= invalidFrom ? 'invalid' : 'held', rule: findings[0]?.rule ?? '', strength, findings };
}
