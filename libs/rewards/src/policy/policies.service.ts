import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  addDays,
  type BusinessDay,
  businessDayOf,
  Clock,
  idempotencyKey,
  IdempotencyConflict,
  InvalidInput,
  parseInput,
} from '@moments/kernel';
import { Database, Events, execute, inputHash, rows, Settings, statement, type Tx } from '@moments/platform';
import { z } from 'zod';
import { PolicyTooEarly } from '../rewards.errors.js';
import { policyNotice } from '../rewards.settings.js';
import { rewardPolicyPublished } from './policies.events.js';
import { type RewardPolicy, type RewardRules, rewardRulesSchema } from './domain/rules.js';

/** A policy as an operator wants it. */
export interface PublishPolicy {
  /** See `rewardRulesSchema`. */
  rules: unknown;
  effectiveFrom: BusinessDay;
  idempotencyKey: string;
  /** Null from the command line. */
  by: AccountId | null;
}

interface PolicyRow {
  version: number;
  effectiveFrom: BusinessDay;
  rules: RewardRules;
}

const columns = `version, to_char(effective_from, 'YYYY-MM-DD') as "effectiveFrom", rules`;
// Of two that hold from the same day, the one published later.
const inForce = statement(
  'rewards.policy_in_force',
  `select ${columns} from reward_policies where effective_from <= $1 order by effective_from desc, version desc limit 1`,
);
const everyVersion = statement('rewards.policies', `select ${columns} from reward_policies order by version`);

const publication = z.object({ rules: rewardRulesSchema, idempotencyKey });

/** By which rules creators are paid: published once, never changed, found again for every day. */
@Injectable()
export class RewardPolicies {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly audit: Audit,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The policy of today. */
  current(): Promise<RewardPolicy> {
    return this.inForceOn(businessDayOf(this.clock.now()));
  }

  /** The policy by which a day is paid. Once the day has begun nothing changes it any more. */
  async inForceOn(day: BusinessDay): Promise<RewardPolicy> {
    const [found] = await this.database.read<PolicyRow>(inForce, [day]);
    if (!found) throw new Error(`no reward policy holds on ${day}`);
    return found;
  }

  /** Every policy there is, in the order published. */
  all(): Promise<RewardPolicy[]> {
    return this.database.read<PolicyRow>(everyVersion);
  }

  /**
   * Publishes a policy for good, audited. Repeating a key gives the first one. Throws `InvalidInput` naming what is wrong
   * with the rules, `PolicyTooEarly`, `IdempotencyConflict`.
   */
  async publish({ effectiveFrom, by, ...input }: PublishPolicy): Promise<RewardPolicy> {
    const { rules, idempotencyKey: key } = parseInput(publication, input);
    const hash = inputHash({ rules, effectiveFrom });
    const now = this.clock.now();
    const earliest = addDays(businessDayOf(now), (await this.settings.get(policyNotice)).days);
    return this.database.transaction(async (tx) => {
      // Versions follow upon each other without gaps: whoever publishes at the same time waits.
      await execute(tx, 'lock table reward_policies in share row exclusive mode');
      const earlier = await findByKey(tx, key, by);
      if (earlier) {
        if (earlier.inputHash !== hash) throw new IdempotencyConflict();
        const { version, effectiveFrom: from, rules: published } = earlier;
        return { version, effectiveFrom: from, rules: published };
      }
      if (effectiveFrom < earliest) throw new PolicyTooEarly(earliest);
      const [published] = await rows<PolicyRow>(
        tx,
        `insert into reward_policies (version, effective_from, rules, published_at, published_by, idempotency_key, input_hash)
         select max(version) + 1, $1, $2, $3, $4, $5, decode($6, 'hex') from reward_policies
         returning ${columns}`,
        [effectiveFrom, JSON.stringify(rules), now, by, key, hash],
      );
      if (!published) throw new Error('the policy was not inserted');
      const details = { version: published.version, effectiveFrom };
      await this.audit.record(tx, { actor: by, action: 'reward_policy.published', details });
      await this.events.emit(tx, rewardPolicyPublished, details);
      return published;
    });
  }
}

/** Rules as they would be published; throws `InvalidInput` under `rules`. */
export function readRules(rules: unknown): RewardRules {
  const parsed = rewardRulesSchema.safeParse(rules);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map(({ path, message }) => ({ field: ['rules', ...path.map(String)], message })),
  );
}

async function findByKey(tx: Tx, key: string, by: AccountId | null) {
  const [found] = await rows<PolicyRow & { inputHash: string }>(
    tx,
    `select ${columns}, encode(input_hash, 'hex') as "inputHash" from reward_policies
      where idempotency_key = $1 and published_by is not distinct from $2`,
    [key, by],
  );
  return found;
}
