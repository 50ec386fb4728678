import { DomainError } from '@moments/kernel';

/** Each side says it once. */
export class AlreadyRated extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'already_rated';

  constructor() {
    super('You have rated this work already.', { field: ['engagementId'] });
  }
}

/** The time in which the two sides rate each other is over. */
export class RatingOver extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'rating_over';

  constructor() {
    super('The time for rating this work is over.', { field: ['engagementId'] });
  }
}
