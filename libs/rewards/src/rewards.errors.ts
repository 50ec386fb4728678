import { DomainError } from '@moments/kernel';

/** A policy holds from a day that is not over and that nobody has begun to work on: promises are kept. */
export class PolicyTooEarly extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'policy_too_early';

  constructor(earliest: string) {
    super(`A policy can hold from ${earliest} on at the earliest.`, { field: ['effectiveFrom'], params: { earliest } });
  }
}
