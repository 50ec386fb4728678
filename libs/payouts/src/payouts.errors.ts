import { DomainError, formatAmount, type Money } from '@moments/kernel';

/** A hold stands: nothing of the account is requested, approved or sent. */
export class PayoutsHeld extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'payouts_held';

  constructor() {
    super('Payouts of this account are held.');
  }
}

export class TaxProfileMissing extends DomainError {
  readonly code = 'NOT_ELIGIBLE';
  readonly reason = 'tax_profile_missing';

  constructor() {
    super('Say first as whom you are taxed.');
  }
}

/** The tax service says that the creator is not self-employed. */
export class TaxStatusLost extends DomainError {
  readonly code = 'NOT_ELIGIBLE';
  readonly reason = 'tax_status_lost';

  constructor() {
    super('The tax service does not know you as self-employed. Register again or declare another tax status.');
  }
}

/** Nobody pays without the tax service's word, and it does not answer. */
export class TaxServiceAway extends DomainError {
  readonly code = 'CONFLICT';
  readonly reason = 'tax_service_away';

  constructor() {
    // As long as it is left alone once it has not answered.
    super('The tax service does not answer. Try again later.', { params: { retryAfter: 30 } });
  }
}

/** With this payment the year's income were no professional income any more. */
export class SelfEmployedIncomeExceeded extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'self_employed_income_exceeded';

  constructor(left: Money) {
    super(`The self-employed may earn only ${formatAmount(left)} ${left.currency} more this year.`, {
      params: { left: formatAmount(left), currency: left.currency },
      field: ['amount'],
    });
  }
}

export class PayoutMethodMissing extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'payout_method_missing';

  constructor() {
    super('Say first to which bank account you are to be paid.');
  }
}

/** The bank account was changed a short while ago. */
export class PayoutMethodResting extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'payout_method_resting';

  constructor(until: Date) {
    super(`The bank account was changed: payouts to it begin at ${until.toISOString()}.`, {
      params: { until: until.toISOString() },
    });
  }
}

/** A payout before was not receipted, or came back and its receipt was not cancelled. */
export class ReceiptMissing extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'receipt_missing';

  constructor() {
    super('A receipt of an earlier payout is missing, or was not cancelled after the money came back.');
  }
}

export class BelowPayoutThreshold extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'below_payout_threshold';

  constructor(threshold: Money) {
    super(`Less than ${formatAmount(threshold)} ${threshold.currency} is not paid out.`, {
      params: { threshold: formatAmount(threshold), currency: threshold.currency },
      field: ['amount'],
    });
  }
}

export class PayoutCurrencyUnsupported extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'payout_currency_unsupported';

  constructor(currency: string) {
    super(`Payouts are made in ${currency} only.`, { params: { currency }, field: ['amount', 'currency'] });
  }
}

export class PayoutLimitExceeded extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason: string;

  constructor(period: 'day' | 'month', left: Money) {
    super(`Only ${formatAmount(left)} ${left.currency} more can be paid out this ${period}.`, {
      params: { left: formatAmount(left), currency: left.currency },
      field: ['amount'],
    });
    this.reason = `payout_limit_of_${period}`;
  }
}

/** What is asked of a payout, or of a batch, is not possible where it stands. */
export class PayoutNotThere extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'payout_status';

  constructor(status: string) {
    super(`That cannot be done with a payout that is ${status}.`, { params: { status } });
  }
}

/** Nobody decides about their own money. */
export class OwnPayout extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'own_payout';

  constructor() {
    super('Somebody else has to decide about your own payout.');
  }
}

export class NothingToSend extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'no_payouts_to_send';

  constructor() {
    super('No approved payout can be sent now.');
  }
}

/** Who pays is not configured: banks could not be told. */
export class DebtorUnknown extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'payout_debtor_unknown';

  constructor() {
    super('Say first who pays: the setting payouts.debtor.');
  }
}

/** The receipt is not one of the tax service, of this creator, or is for another payout. */
export class ReceiptInvalid extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'receipt_invalid';

  constructor() {
    super('This is not the address of a receipt of yours at the tax service.', { field: ['url'] });
  }
}

export class ReceiptUsed extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'receipt_used';

  constructor() {
    super('This receipt is for another payout.', { field: ['url'] });
  }
}

/** The payout has no receipt that could be given or cancelled. */
export class ReceiptNotDue extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'receipt_not_due';

  constructor() {
    super('No receipt is due for this payout.');
  }
}
