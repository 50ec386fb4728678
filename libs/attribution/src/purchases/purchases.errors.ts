import { DomainError } from '@moments/kernel';

/** Under this id the integration has told of something else. */
export class PurchaseEventReused extends DomainError {
  readonly code = 'IDEMPOTENCY_CONFLICT';
  readonly reason = 'purchase_event_reused';

  constructor() {
    super('An event with this id was told before with another content.', { field: ['eventId'] });
  }
}
