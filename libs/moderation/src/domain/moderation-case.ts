import { days, type ReportReason } from '@moments/kernel';

/** How a case ended. GONE: what it was about was taken away by somebody else, or went with its account. */
export const caseOutcomes = ['APPROVED', 'REJECTED', 'GONE'] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** As much of a case as tells what a new report does to it. */
export interface KnownCase {
  outcome: CaseOutcome | null;
  closedAt: Date | null;
  reasons: readonly ReportReason[];
}

/**
 * Whether a report belongs to the subject's last case, open or not, instead of opening another one. What a moderator has
 * let stand is not looked at again for `settledDays`, unless for a reason that was not thought of.
 */
export function belongsTo(
  last: KnownCase,
  report: { reason: ReportReason; now: Date },
  { settledDays }: { settledDays: number },
): boolean {
  if (last.closedAt === null) return true;
  const settled = last.outcome === 'APPROVED' && report.now.getTime() - last.closedAt.getTime() < days(settledDays);
  return settled && last.reasons.includes(report.reason);
}

/** What a moderator says. */
export type Decision =
  | { readonly outcome: 'APPROVED' }
  | { readonly outcome: 'REJECTED'; readonly reason: ReportReason; readonly message: string };

/** A decision as it is stored. */
export interface StoredDecision {
  outcome: CaseOutcome | null;
  reason: ReportReason | null;
  message: string | null;
}

/** Whether a case was decided just so already: the same answer that comes twice is given once. */
export function isSameDecision(stored: StoredDecision, decision: Decision): boolean {
  if (stored.outcome !== decision.outcome) return false;
  if (decision.outcome === 'APPROVED') return true;
  return stored.reason === decision.reason && stored.message === decision.message;
}
