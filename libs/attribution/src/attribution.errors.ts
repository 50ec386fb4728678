import { DomainError } from '@moments/kernel';

/** Whoever opens so many cards is not looking at products. */
export class TooManyClicks extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_clicks';

  constructor(retryAfterSeconds: number) {
    super(`Too many products were opened. Try again in ${retryAfterSeconds} seconds.`, {
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

/** The product is shown on the moment, and can no longer be bought. */
export class ProductUnavailable extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'product_unavailable';

  constructor() {
    super('This product is no longer sold.', { field: ['productId'] });
  }
}
