import { type BusinessDay, DomainError } from '@moments/kernel';

/** Something still happens on the day. */
export class RewardDayNotOver extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'reward_day_not_over';

  constructor(day: BusinessDay) {
    super(`${day} is not over yet.`, { params: { day }, field: ['day'] });
  }
}

/** What was closed stays so: what is found later is a correction. */
export class RewardDayClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'reward_day_closed';

  constructor(day: BusinessDay) {
    super(`${day} is closed already.`, { params: { day }, field: ['day'] });
  }
}

/** Days are closed one after the other, none is left out. */
export class RewardDaysInOrder extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'reward_days_in_order';

  constructor(next: BusinessDay) {
    super(`The next day to close is ${next}.`, { params: { next }, field: ['day'] });
  }
}
