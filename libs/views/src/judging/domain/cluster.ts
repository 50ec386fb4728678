/** Viewers with something in common that share a second thing. All counts are of viewers. */
export interface Cluster {
  /** Who share the first thing: watch one creator, come from one network, signed up in one hour. */
  members: number;
  /** Who of them also share the second. */
  observed: number;
  /** What share of the members usually does: the middle of all clusters of the kind, and their robust deviation. */
  usual: number;
  /** Missing where clusters have nothing to be compared with: then `affinity` times the usual is still believed. */
  deviation?: number;
}

interface ClusterRules {
  viewers: number;
  spread: number;
  affinity: number;
  floor: number;
}

/** How many of a cluster are put down to chance when next to nothing is usual. */
const slack = 1.5;

/**
 * The most that may be there honestly: the usual share with room for what clusters differ by, and for chance (Poisson's
 * deviation is the root of what is expected).
 */
export function honestAtMost(
  { members, usual, deviation }: Cluster,
  { spread, affinity, floor }: ClusterRules,
): number {
  const share = deviation === undefined ? usual * affinity : usual + spread * deviation;
  const expected = members * (floor + share);
  return slack + expected + spread * Math.sqrt(members * usual);
}

/**
 * How likely somebody of the cluster is there for another reason than chance: 1 − the honest part of it. The same number
 * bounds what is lost of honest views, so a creator that views were bought for loses these and hardly any other.
 */
export function excessOf(cluster: Cluster, rules: ClusterRules): number {
  if (cluster.observed < rules.viewers) return 0;
  return Math.max(0, 1 - honestAtMost(cluster, rules) / cluster.observed);
}
