import { DomainError } from '@moments/kernel';

/** Nobody can say more than everything in a few statements. */
export class CaseFull extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'dispute_case_full';

  constructor(most: number) {
    super(`Each side can make ${most} statements.`, { params: { most }, field: ['engagementId'] });
  }
}

/** More than the reward of the place is not there to be shared. */
export class SplitExceedsReward extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'split_exceeds_reward';

  constructor(reward: string) {
    super(`The creator can be given between nothing and the whole reward of ${reward}.`, {
      params: { reward },
      field: ['toCreator'],
    });
  }
}

/** Whoever is one of the two sides does not decide between them. */
export class OwnDispute extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'own_dispute';

  constructor() {
    super('You cannot decide a dispute in which you are one of the two sides.', { field: ['engagementId'] });
  }
}
