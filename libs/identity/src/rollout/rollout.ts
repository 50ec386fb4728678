import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { afterCommit, Database, execute, LiveNews, rows, statement } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Audit } from '../audit/audit.js';
import { regionSchema } from '../domain/region.js';
import {
  type ClosedReason,
  closedReason,
  type Feature,
  features,
  type RolloutRule,
  type RolloutSubject,
} from '../domain/rollout.js';
import { FeatureNotAvailable } from '../identity.errors.js';
import { everyone, rolloutChanged } from '../identity.topics.js';
import { bucketOf } from './bucket.js';

/** Whether a feature is open to somebody, and why not. */
export interface FeatureAccess {
  readonly feature: Feature;
  readonly available: boolean;
  readonly reason?: ClosedReason;
}

export interface RolloutChange extends RolloutRule {
  feature: Feature;
  /** Null from the command line. */
  by: AccountId | null;
}

type Rules = ReadonlyMap<Feature, RolloutRule>;

const allRules = statement(
  'identity.rollouts',
  'select feature, regions, percent, account_ids as "accountIds" from feature_rollouts',
);

const ruleSchema = z.object({
  regions: z.array(regionSchema).max(250),
  percent: z.int('must be a whole number').min(0, 'must be 0 or more').max(100, 'must be 100 or less'),
  accountIds: z.array(z.uuid()).max(10_000, 'may name at most 10000 accounts'),
});

// News evicts at once; this bounds how long a process that missed the news goes on with the rules before.
const staleMs = 5_000;

/** Which features are open to whom. Operators change it while the product runs. */
@Injectable()
export class Rollout implements OnApplicationBootstrap {
  private readonly cache = new LRUCache<'rules', Rules>({
    max: 1,
    ttl: staleMs,
    ignoreFetchAbort: true,
    fetchMethod: async () => {
      const rules = await this.database.read<RolloutRule & { feature: Feature }>(allRules);
      return new Map(rules.map((rule) => [rule.feature, rule]));
    },
  });

  constructor(
    private readonly database: Database,
    private readonly news: LiveNews,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.news.subscribe(rolloutChanged, everyone, () => void this.cache.delete('rules'));
  }

  /** Throws `FeatureNotAvailable` unless the feature is open to the subject. */
  async require(subject: RolloutSubject, feature: Feature): Promise<void> {
    const reason = reasonFor(await this.rules(), subject, feature);
    if (reason) throw new FeatureNotAvailable(feature, reason);
  }

  /** What is open to the subject, for every feature there is. */
  async features(subject: RolloutSubject): Promise<FeatureAccess[]> {
    const rules = await this.rules();
    return features.map((feature) => {
      const reason = reasonFor(rules, subject, feature);
      return { feature, available: reason === undefined, reason };
    });
  }

  /** Where a feature is open, whoever asks: `undefined` means in every region. */
  async openRegions(feature: Feature): Promise<readonly string[] | undefined> {
    const rule = (await this.rules()).get(feature);
    if (rule === undefined || rule.percent === 0) return [];
    return rule.regions.length === 0 ? undefined : rule.regions;
  }

  /** Replaces a feature's rule, audited with the rule before. Throws `InvalidInput`. */
  async set({ feature, by, ...input }: RolloutChange): Promise<void> {
    const rule = parseInput(ruleSchema, input);
    await this.database.transaction(async (tx) => {
      // The row may not be there yet to be locked: two operators wait for each other here.
      await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`rollout:${feature}`]);
      const [before] = await rows<RolloutRule>(tx, `${allRules.text} where feature = $1`, [feature]);
      const [after] = await rows<{ version: number }>(
        tx,
        `insert into feature_rollouts as r (feature, regions, percent, account_ids, version, updated_at, updated_by)
         values ($1, $2, $3, $4, 1, $5, $6)
         on conflict on constraint feature_rollouts_pkey do update
           set regions = $2, percent = $3, account_ids = $4, version = r.version + 1, updated_at = $5, updated_by = $6
         returning version`,
        [feature, rule.regions, rule.percent, rule.accountIds, this.clock.now(), by],
      );
      const details = { feature, rule, before: before ?? null, version: after?.version };
      await this.audit.record(tx, { actor: by, action: 'feature_rollout.changed', details });
      afterCommit(tx, async () => {
        this.cache.delete('rules');
        await this.news.publish(rolloutChanged, everyone, {});
      });
    });
  }

  private async rules(): Promise<Rules> {
    return this.cache.get('rules') ?? (await this.cache.fetch('rules')) ?? new Map();
  }
}

function reasonFor(rules: Rules, subject: RolloutSubject, feature: Feature): ClosedReason | undefined {
  const bucket = subject.accountId && bucketOf(feature, subject.accountId);
  return closedReason(rules.get(feature), subject, bucket);
}
