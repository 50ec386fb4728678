import { DomainError } from '@moments/kernel';

/** The bank's reference was told before, of another payment. */
export class DepositDiffers extends DomainError {
  readonly code = 'IDEMPOTENCY_CONFLICT';
  readonly reason = 'deposit_differs';

  constructor() {
    super('A deposit with this reference was recorded with another content.', { field: ['reference'] });
  }
}

/** One delivery cannot tell of two payments. */
export class DeliveryReused extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'delivery_reused';

  constructor() {
    super('This delivery has told of another deposit before.');
  }
}

/** Money that has gone to somebody, or back, is not assigned to somebody else. */
export class DepositNotInSuspense extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'deposit_not_in_suspense';

  constructor() {
    super('This deposit is not in suspense: it has gone to a wallet, or was taken back.');
  }
}
