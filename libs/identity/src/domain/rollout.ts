import type { AccountId } from '@moments/kernel';

export const features = ['MOMENTS', 'MONETIZATION', 'CREATOR_ORDERS'] as const;

/** What opens on its own, by region and share of accounts. */
export type Feature = (typeof features)[number];

/** To whom a feature is open. */
export interface RolloutRule {
  /** ISO 3166 alpha-2; none means every region. */
  readonly regions: readonly string[];
  /** Share of accounts, 0..100. */
  readonly percent: number;
  /** These have it whatever the rest says. */
  readonly accountIds: readonly AccountId[];
}

/** Who wants to use it; no account means somebody who has not signed in. */
export interface RolloutSubject {
  readonly accountId?: AccountId;
  /** ISO 3166 alpha-2. */
  readonly region?: string;
}

/** Why a feature is not open to somebody. */
export type ClosedReason = 'closed' | 'not_in_your_region' | 'not_for_you_yet';

/**
 * Decides whether a feature is open; `undefined` when it is. `bucket` is the account's place among 100 for this feature
 * (see {@link ../rollout/bucket.ts}): raising the percentage only ever adds accounts. Without an account there is no
 * place, so only a feature that is open to all is open.
 */
export function closedReason(
  rule: RolloutRule | undefined,
  subject: RolloutSubject,
  bucket: number | undefined,
): ClosedReason | undefined {
  if (rule === undefined) return 'closed';
  if (subject.accountId !== undefined && rule.accountIds.includes(subject.accountId)) return undefined;
  if (rule.percent === 0) return 'closed';
  if (rule.regions.length > 0 && !rule.regions.includes(subject.region ?? '')) return 'not_in_your_region';
  return (bucket ?? 99) < rule.percent ? undefined : 'not_for_you_yet';
}
