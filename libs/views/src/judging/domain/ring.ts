import type { Finding } from './person.js';

/** Viewers that watch nearly the same set of creators. */
export interface RingShape {
  /** How many creators the set has. */
  creators: number;
  /** Of each viewer: how many of the set they watch, and how many they would by chance, watching as much as they do. */
  members: { shared: number; expected: number }[];
}

interface RingRules {
  viewers: number;
  creators: number;
  mutual: number;
  strength: number;
}

// e^-12: of the many thousand groups that are looked at, none is one by chance.
const surprising = 12;

/**
 * How unlikely it is that so many of `size` happen where `expected` would: the exponent of Chernoff's bound on the tail of
 * a sum of independent yes and no; 0 for what is no more than expected.
 */
export function surpriseOf({ shared, expected, size }: { shared: number; expected: number; size: number }): number {
  if (shared <= expected) return 0;
  const chance = Math.max(expected, 1e-6);
  const rest = shared >= size ? 0 : (size - shared) * Math.log((size - shared) / (size - chance));
  return shared * Math.log(shared / chance) + rest;
}

/**
 * Who of a group belongs to it: of everybody not one is expected to watch so much of the set by chance. Whoever watches a
 * great deal watches most of any set.
 */
export const belongs = (member: { shared: number; expected: number }, size: number, population: number): boolean =>
  surpriseOf({ ...member, size }) >= Math.log(population);

/** What a group that watches one set of little watched creators is worth; `undefined` when chance may have made it. */
export function ringFinding(
  { creators, members }: RingShape,
  population: number,
  rules: RingRules,
): Finding | undefined {
  const viewers = members.length;
  if (viewers < rules.viewers || creators < rules.creators) return undefined;
  // The group was chosen from everybody, which has ways of its own: n over k.
  const chosen = viewers * Math.log((population * Math.E) / viewers);
  const surprise = members.reduce((sum, member) => sum + surpriseOf({ ...member, size: creators }), -chosen);
  if (surprise < surprising) return undefined;
  // Friends watch each other too: a group of a few is only suspicious.
  const certain = Math.min(1, (viewers * creators) / (3 * rules.viewers * rules.creators));
  return {
    rule: 'ring',
    strength: rules.strength * (0.55 + 0.45 * certain),
    seen: { viewers, creators, surprise: Math.round(surprise) },
  };
}

/**
 * Creators who watch each other by appointment; `undefined` when a handful of friends or chance explains it. `inCore`: many
 * who all watch each other are surprising together where each of them, watching much, is not.
 */
export function mutualFinding(
  { watched, returned, expected, inCore }: { watched: number; returned: number; expected: number; inCore: boolean },
  rules: RingRules,
): Finding | undefined {
  const least = inCore ? 1 : surprising / 2;
  if (returned < rules.mutual || surpriseOf({ shared: returned, expected, size: watched }) < least) return undefined;
  const certain = Math.min(1, returned / (2 * rules.mutual));
  return { rule: 'mutual', strength: rules.strength * (0.3 + 0.7 * certain), seen: { watched, returned, expected } };
}

/**
 * Whom each of a circle is tied to: those who watch each other, and the members of the circle who have at least so many of
 * these in common with them, also where one of the two has not watched back.
 */
export function circlesOf(
  watchers: readonly { viewer: string; others: readonly string[] }[],
  inCommon: number,
): Map<string, string[]> {
  const tied = new Map(watchers.map(({ viewer, others }) => [viewer, others]));
  const circles = new Map<string, string[]>();
  for (const { viewer, others } of watchers) {
    const paths = new Map<string, number>();
    for (const other of others) {
      for (const next of tied.get(other) ?? []) paths.set(next, (paths.get(next) ?? 0) + 1);
    }
    const near = [...paths].filter(([next, count]) => next !== viewer && count >= inCommon && tied.has(next));
    circles.set(viewer, [...new Set([...others, ...near.map(([next]) => next)])]);
  }
  return circles;
}

/** Whom somebody watches: both are creators. */
export interface Tie {
  viewer: string;
  creator: string;
}

/**
 * Who is left when everybody goes, again and again, who watches or is watched by fewer than `least` of those that are left:
 * a trade of views in which nobody has to pay back whom they have them from.
 */
export function tradersOf(ties: readonly Tie[], least: number): Set<string> {
  let left = new Set(ties.flatMap(({ viewer, creator }) => [viewer, creator]));
  for (;;) {
    const [given, got] = [new Map<string, number>(), new Map<string, number>()];
    for (const { viewer, creator } of ties) {
      if (!left.has(viewer) || !left.has(creator)) continue;
      given.set(viewer, (given.get(viewer) ?? 0) + 1);
      got.set(creator, (got.get(creator) ?? 0) + 1);
    }
    const staying = new Set([...left].filter((one) => Math.min(given.get(one) ?? 0, got.get(one) ?? 0) >= least));
    if (staying.size === left.size) return left;
    left = staying;
  }
}

/** What a closed trade is worth: with few in it, they may be a community. */
export function tradeFinding(traders: number, rules: RingRules): Finding | undefined {
  if (traders <= rules.mutual) return undefined;
  const certain = Math.min(1, traders / (4 * rules.mutual));
  return { rule: 'traded', strength: rules.strength * (0.3 + 0.7 * certain), seen: { traders, each: rules.mutual } };
}
