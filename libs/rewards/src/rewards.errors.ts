import { DomainError } from '@moments/kernel';

/** A policy holds from a day that is not over and that nobody has begun to work on: promises are kept. */
export class PolicyTooEarly extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'policy_too_early';

  constructor(earliest: string) {
    super(`A policy can hold from ${earliest} on at the earliest.`, { field: ['effectiveFrom'], params: { earliest } });
  }
}

/** Something that it takes to earn is missing. */
export class RequirementsNotMet extends DomainError {
  readonly code = 'NOT_ELIGIBLE';
  readonly reason = 'requirements_not_met';

  constructor(missing: readonly string[]) {
    super('You do not meet all requirements yet.', { params: { missing: missing.join(', ') } });
  }
}

/** Who was refused may ask again, but not yet. */
export class AppliedTooSoon extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'applied_too_soon';

  constructor(readonly mayApplyAt: Date) {
    super(`You may apply again from ${mayApplyAt.toISOString()} on.`, { params: { at: mayApplyAt.toISOString() } });
  }
}

/** It has been decided already, or stands otherwise than the step needs. */
export class MonetizationStands extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'monetization_stands';

  constructor(status: string) {
    super(`This cannot be done: monetization is ${status}.`, { params: { status } });
  }
}

/** Who is shut out of their account can be given nothing. */
export class ApplicantNotActive extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'applicant_not_active';

  constructor() {
    super('This account is suspended.');
  }
}

/** A period is shared when its last day is closed: until then its facts still change. */
export class FundPeriodNotOver extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'fund_period_not_over';

  constructor(openDays: number) {
    super(`${openDays} days of this period are not closed yet.`, { params: { openDays } });
  }
}

/** The period was shared or cancelled already. */
export class FundPeriodStands extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'fund_period_stands';

  constructor(status: string) {
    super(`This period is ${status}.`, { params: { status } });
  }
}

/** Drafts are tried on days that are closed. */
export class SimulationDaysOpen extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'simulation_days_open';

  constructor(openDays: number) {
    super(`${openDays} of these days are not closed.`, { params: { openDays } });
  }
}
