import { DomainError } from '@moments/kernel';

/** Two sellers cannot have one external id. */
export class SellerExternalIdTaken extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'seller_external_id_taken';

  constructor() {
    super('There is a seller with this external id already.', { field: ['externalId'] });
  }
}

/** An account acts for one seller. */
export class MemberOfAnotherSeller extends DomainError {
  readonly code = 'CONFLICT';
  readonly reason = 'member_of_another_seller';

  constructor() {
    super('This account belongs to another seller.', { field: ['accountId'] });
  }
}

/** Somebody must be able to let others in. */
export class LastOwner extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'seller_last_owner';

  constructor() {
    super('A seller keeps at least one owner: make somebody else an owner first.');
  }
}

/** Each stream of the catalogue holds memory and a connection. */
export class TooManyStreams extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_streams';

  constructor() {
    // Nobody knows when a stream ends; this only keeps senders from asking all the time.
    super('Too many streams of the catalogue are running: send this one when another has ended.', {
      params: { retryAfter: 30 },
    });
  }
}
