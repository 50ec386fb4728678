import { DomainError } from '@moments/kernel';

/** The seller has as many endpoints as one may have. */
export class TooManyEndpoints extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'too_many_webhook_endpoints';

  constructor(limit: number) {
    super(`There may be at most ${limit} endpoints. Remove one first.`, { params: { limit } });
  }
}

/** Nothing is sent to an endpoint that is disabled. */
export class EndpointDisabled extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'webhook_endpoint_disabled';

  constructor() {
    super('This endpoint is disabled. Enable it first.');
  }
}
