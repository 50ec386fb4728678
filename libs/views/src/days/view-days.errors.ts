import { type BusinessDay, DomainError } from '@moments/kernel';

/** Views of the day still come in. */
export class ViewDayNotOver extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'view_day_not_over';

  constructor(day: BusinessDay) {
    super(`${day} is not over yet.`, { params: { day } });
  }
}

/** Only what stands can be off. */
export class ViewDayNotClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'view_day_not_closed';

  constructor(day: BusinessDay) {
    super(`The views of ${day} have not been closed.`, { params: { day } });
  }
}

/** The events that the day was counted from have been dropped. */
export class ViewDayForgotten extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'view_day_forgotten';

  constructor(day: BusinessDay) {
    super(`The single views of ${day} are not kept any more.`, { params: { day } });
  }
}
