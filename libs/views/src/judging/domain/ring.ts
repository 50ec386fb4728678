import type { Finding } from './person.js';

interface RingShape {
  /** How many viewers have the set, of how many creators. */
  viewers: number;
  creators: number;
  /** Natural logarithm of the chance that one viewer watches the whole set, were tastes unrelated. */
  logChance: number;
}

interface RingRules {
  viewers: number;
  creators: number;
  strength: number;
}

// Of many thousand pairs that are compared, some are alike by chance.
const surprising = -12;

/** What a group that watches one set of little watched creators is worth; `undefined` when chance may have made it. */
export function ringFinding(ring: RingShape, population: number, rules: RingRules): Finding | undefined {
  if (ring.viewers < rules.viewers || ring.creators < rules.creators) return undefined;
  // That many of so many viewers have the set, at the most: n over k, times the chance of each.
  const logTail = ring.viewers * (ring.logChance + Math.log((population * Math.E) / ring.viewers));
  if (logTail > surprising) return undefined;
  // Friends watch each other too: a group of a few is only suspicious.
  const certain = Math.min(1, (ring.viewers * ring.creators) / (3 * rules.viewers * rules.creators));
  return {
    rule: 'ring',
    strength: rules.strength * (0.55 + 0.45 * certain),
    seen: { viewers: ring.viewers, creators: ring.creators, logTail: Math.round(logTail) },
  };
}
