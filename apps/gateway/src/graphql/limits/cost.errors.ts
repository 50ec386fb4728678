import { DomainError } from '@moments/kernel';

/** How a bucket stands, as `extensions.cost.throttleStatus` tells it. */
interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  /** Points a second. */
  restoreRate: number;
}

/** `extensions.cost` of an answer. */
export interface CostReport {
  requested: number;
  throttleStatus: ThrottleStatus;
}

/** The bucket does not hold what the operation costs. */
export class RateLimited extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'rate_limited';

  constructor(
    retryAfterSeconds: number,
    readonly cost?: CostReport,
  ) {
    super(`Too much at once. Try again in ${retryAfterSeconds} s.`, { params: { retryAfter: retryAfterSeconds } });
  }
}

/** The operation costs more than any one may. */
export class CostTooHigh extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'cost_too_high';

  constructor(requested: number, allowed: number) {
    super(`The operation costs ${requested} points; ${allowed} are allowed. Ask for smaller pages or fewer fields.`, {
      params: { requested, allowed },
    });
  }
}
