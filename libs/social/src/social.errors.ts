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

/** Nobody is apart from themselves. */
export class CannotBlockYourself extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'cannot_block_yourself';

  constructor() {
    super('You cannot block yourself.', { field: ['profileId'] });
  }
}

/** The account has blocked as many as it may. */
export class BlocksTooMany extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'blocks_too_many';

  constructor(max: number) {
    super(`You can block at most ${max} profiles: unblock one first.`, { field: ['profileId'], params: { max } });
  }
}

/** One's own moments are not in one's feed anyway. */
export class CannotMuteYourself extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'cannot_mute_yourself';

  constructor() {
    super('You cannot mute yourself.', { field: ['profileId'] });
  }
}

/** The account has muted as many as it may. */
export class MutesTooMany extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'mutes_too_many';

  constructor(max: number) {
    super(`You can mute at most ${max} profiles: unmute one first.`, { field: ['profileId'], params: { max } });
  }
}
