import { DomainError } from '@moments/kernel';

/** Nobody follows themselves. */
export class CannotFollowYourself extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'cannot_follow_yourself';

  constructor() {
    super('You cannot follow yourself.', { field: ['profileId'] });
  }
}

/** The account follows as many as it may. */
export class FollowsTooMany extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'follows_too_many';

  constructor(max: number) {
    super(`You can follow at most ${max} profiles: unfollow one first.`, { field: ['profileId'], params: { max } });
  }
}
