import { DomainError } from '@moments/kernel';

/** There is no debt that could be written off. */
export class NothingOwed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'nothing_owed';

  constructor() {
    super('This creator owes nothing.');
  }
}
