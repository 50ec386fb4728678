import { DomainError } from '@moments/kernel';

/** Nobody reports themselves, or what they made. */
export class CannotReportYourself extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'cannot_report_yourself';

  constructor() {
    super('You cannot report yourself or what is yours.', { field: ['subjectId'] });
  }
}

/** The account has reported as much as it may within a day. */
export class TooManyReports extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'too_many_reports';

  constructor(max: number) {
    super(`You can report at most ${max} times a day. Try again tomorrow.`, { params: { max } });
  }
}

/** The case was decided otherwise, or what it was about has gone. */
export class CaseClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'case_closed';

  constructor() {
    super('This case is closed already.', { field: ['caseId'] });
  }
}

/** Moderators do not judge what is their own. */
export class OwnCase extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'own_case';

  constructor() {
    super('You cannot decide on what is your own.', { field: ['caseId'] });
  }
}
