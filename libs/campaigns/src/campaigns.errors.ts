import { DomainError } from '@moments/kernel';
import type { CampaignStatus } from './domain/campaign-machine.js';
import type { EngagementStatus } from './domain/engagement-machine.js';

/** The campaign is not where this could be done with it. */
export class CampaignNotInState extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'campaign_not_in_state';

  constructor(status: CampaignStatus, field: string) {
    super(`This cannot be done: the campaign is ${status}.`, { params: { status }, field: [field] });
  }
}

/** The engagement is not where this could be done with it. */
export class EngagementNotInState extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'engagement_not_in_state';

  constructor(status: EngagementStatus) {
    super(`This cannot be done: the engagement is ${status}.`, { params: { status }, field: ['engagementId'] });
  }
}

/** The deadline has passed. */
export class CampaignOver extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'campaign_over';

  constructor(field: string) {
    super('The deadline has passed.', { field: [field] });
  }
}

/** Somebody else has the last place. */
export class PlacesTaken extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'places_taken';

  constructor() {
    super('All places are taken.', { field: ['orderId'] });
  }
}

/** Nobody reads more applications than that: the seller has to answer some first. */
export class TooManyApplicants extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'too_many_applicants';

  constructor(most: number) {
    super(`${most} creators wait for an answer already: try again later.`, { params: { most }, field: ['orderId'] });
  }
}

/** What is not published is published or given up before there is more of it. */
export class TooManyDrafts extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'too_many_drafts';

  constructor(most: number) {
    super(`Your organisation has ${most} drafts already, the most there can be: publish or cancel some.`, {
      params: { most },
    });
  }
}

/** Fewer places than are taken cannot be left. */
export class FewerPlacesThanTaken extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'fewer_places_than_taken';

  constructor(taken: number) {
    super(`${taken} places are taken already.`, { params: { taken }, field: ['places'] });
  }
}

/** Less commission cannot be promised than those who are in were promised. */
export class CommissionPromised extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'commission_promised';

  constructor(promised: string) {
    super(`${promised} of commission has been promised to those who are in.`, {
      params: { promised },
      field: ['commissionCeiling'],
    });
  }
}

/** The order asks for more than the creator has. */
export class NotEligible extends DomainError {
  readonly code = 'NOT_ELIGIBLE';
  readonly reason = 'not_eligible';

  constructor(items: readonly string[]) {
    super(`You do not meet what this order asks for: ${items.join(', ')}.`, {
      params: { items: items.join(', ') },
      field: ['orderId'],
    });
  }
}

/** One creator has one part in an order. */
export class AlreadyEngaged extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'already_engaged';

  constructor(status: EngagementStatus) {
    super(`You have a part in this order already: it is ${status}.`, { params: { status }, field: ['orderId'] });
  }
}

/** The terms are not those any more that the creator has seen. */
export class TermsChanged extends DomainError {
  readonly code = 'CONFLICT';
  readonly reason = 'terms_changed';

  constructor(version: number) {
    super('The terms have changed: look at them again.', { params: { version }, field: ['termsVersion'] });
  }
}

/** Whoever acts for a seller does not work for its money. */
export class OwnOrder extends DomainError {
  readonly code = 'NOT_ELIGIBLE';
  readonly reason = 'own_order';

  constructor(field = 'orderId') {
    super('Members of the seller cannot take part in its orders.', { field: [field] });
  }
}

/** Only sellers order. */
export class NotASeller extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'not_a_seller';

  constructor() {
    super('Only members of a seller can do this.');
  }
}

/** Sellers order for what they sell. */
export class ForeignProduct extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'foreign_product';

  constructor() {
    super('Only products that the seller itself sells can be ordered for.', { field: ['productIds'] });
  }
}

/** Wallets and prices are in the currency of the marketplace. */
export class WrongCurrency extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'wrong_currency';

  constructor(currency: string, field: string) {
    super(`The amount must be in ${currency}.`, { params: { currency }, field: [field] });
  }
}

/** A conversation about one order is a small one. */
export class ThreadFull extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'thread_full';

  constructor(most: number) {
    super(`There are ${most} messages already, the most there can be.`, {
      params: { most },
      field: ['engagementId'],
    });
  }
}

/** One writes, then the other. */
export class TooManyMessages extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_messages';

  constructor(most: number) {
    super(`You can send ${most} messages an hour: wait for an answer.`, { params: { most }, field: ['engagementId'] });
  }
}
