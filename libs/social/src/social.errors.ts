import { DomainError } from '@moments/kernel';

/** Nobody follows themselves. */
export class CannotFollowYourself extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'cannot_follow_yourself';

  constructor() {
    super('You cannot follow yourself.', { field: ['profileId'] });
  }
}
