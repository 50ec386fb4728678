import { DomainError } from '@moments/kernel';
import type { MomentStatus } from '@moments/moments';

/** The moment was not made for this order: neither its label nor its token would be right. */
export class MomentNotForOrder extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'moment_not_for_order';

  constructor() {
    super('This moment was not made for this order.', { field: ['momentId'] });
  }
}

/** The moment is still being made, or is over already. */
export class MomentNotReady extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'moment_not_ready';

  constructor(status: MomentStatus) {
    super('Only a moment that is ready can be handed in.', { params: { status }, field: ['momentId'] });
  }
}

/** What the order is about cannot be bought from the moment. */
export class MomentLacksCards extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'moment_lacks_cards';

  /** `missing`: how many of the ordered products have no card. */
  constructor(missing: number, field: string[]) {
    super(`The moment does not show ${missing} of the ordered products.`, { params: { missing }, field });
  }
}

/** The label of the advertisement is not the one that the order asks for. */
export class MomentLacksLabel extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'moment_lacks_label';

  constructor() {
    super('The moment does not carry the advertising label that the order asks for.', { field: ['momentId'] });
  }
}

/** Somebody took the moment away, or its card, after it was handed in. */
export class SubmissionGone extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'submission_gone';

  constructor() {
    super('The moment that was handed in can no longer be published as ordered.', { field: ['engagementId'] });
  }
}

/** Changes were asked for as often as the terms allow. */
export class NoRevisionsLeft extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'no_revisions_left';

  constructor() {
    super('Changes were asked for as often as the order allows.', { field: ['approve'] });
  }
}

/** Whoever asks for changes says which. */
export class CommentRequired extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'review_comment_required';

  constructor() {
    super('Say in writing what shall be changed.', { field: ['comment'] });
  }
}

/** The time for it is over. */
export class TooLate extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'engagement_overdue';

  constructor() {
    super('The time for this is over.', { field: ['engagementId'] });
  }
}
