import { type Cluster, excessOf, honestAtMost } from './cluster.js';
import type { Evidence } from './verdict.js';

/** A cluster and by what it was found. */
export interface KindOfCluster extends Cluster {
  kind: 'audience' | 'night' | 'network' | 'cohort';
  creatorId: string | null;
  traits: Readonly<Record<string, number | null>>;
}

interface ClusterRules {
  viewers: number;
  spread: number;
  affinity: number;
  floor: number;
  audience: number;
  night: number;
  network: number;
  cohort: number;
}

// Less than this is no reason, and there is much of it.
const least = 0.3;

/** What a cluster says against the views of those in it; `undefined` when that is nothing. */
export function clusterFinding(cluster: KindOfCluster, rules: ClusterRules): Evidence | undefined {
  const strength = excessOf(cluster, rules) * rules[cluster.kind];
  if (strength < least) return undefined;
  const { kind, creatorId, traits, members, observed } = cluster;
  const alike = Object.entries(traits).filter(([, value]) => value !== null);
  return {
    family: kind,
    rule: creatorId === null ? `${kind}_alike` : `${kind}_of_one_creator`,
    strength,
    seen: {
      members,
      observed,
      honestAtMost: Math.round(honestAtMost(cluster, rules) * 10) / 10,
      ...(creatorId === null ? {} : { creatorId }),
      ...Object.fromEntries(alike),
    },
  };
}
