import { DomainError, formatAmount, type Money } from '@moments/kernel';

/** An account that may not go negative has less than is asked of it; nothing was posted. */
export class InsufficientFunds extends DomainError {
  readonly code = 'INSUFFICIENT_FUNDS';
  readonly reason = 'insufficient_funds';

  constructor(
    /** The account that has too little. */
    readonly address: string,
    /** How much it lacks, after what its open holds keep. */
    readonly missing: Money,
  ) {
    super(`There is not enough money: ${formatAmount(missing)} ${missing.currency} is missing.`, {
      params: { missing: formatAmount(missing), currency: missing.currency },
    });
  }
}

/** The account takes no more postings. */
export class LedgerAccountClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'ledger_account_closed';

  constructor(readonly address: string) {
    super('This wallet is closed.');
  }
}

/** An account with money in it, or with open holds, cannot be closed. */
export class LedgerAccountNotEmpty extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'ledger_account_not_empty';

  constructor(
    readonly address: string,
    currencies: readonly string[],
  ) {
    super(`This wallet is not empty: ${currencies.join(', ')}.`, { params: { currencies: currencies.join(', ') } });
  }
}

/** From and to are one account. */
export class SelfTransfer extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'self_transfer';

  constructor() {
    super('Money cannot be moved from an account to itself.');
  }
}

export class AmountNotPositive extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'amount_not_positive';

  constructor() {
    super('The amount must be more than zero.', { field: ['amount'] });
  }
}

/** More than 18 digits of minor units in one entry. */
export class AmountTooLarge extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'amount_too_large';

  constructor() {
    super('The amount is too large.', { field: ['amount'] });
  }
}

/** A balance would be larger than what the ledger can hold. */
export class BalanceTooLarge extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'balance_too_large';

  constructor() {
    super('No wallet can hold that much.');
  }
}

/** The postings of one entry are in several currencies. */
export class MixedCurrencies extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'mixed_currencies';

  constructor() {
    super('All amounts must be in one currency.');
  }
}

export class UnknownCurrency extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'unknown_currency';

  constructor(currency: string) {
    super(`The currency ${currency} is not supported.`, { params: { currency }, field: ['currency'] });
  }
}

/** The hold has been captured, released or has expired already. */
export class HoldClosed extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'hold_closed';

  constructor(status: string) {
    super('This money is no longer reserved.', { params: { status } });
  }
}

/** The hold's time is over. */
export class HoldExpired extends DomainError {
  readonly code = 'EXPIRED';
  readonly reason = 'hold_expired';

  constructor() {
    super('The time for which this money was reserved is over.');
  }
}

/** More is asked of a hold than is left of it. */
export class HoldExceeded extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'hold_exceeded';

  constructor(readonly left: Money) {
    super(`Only ${formatAmount(left)} ${left.currency} is still reserved.`, {
      params: { left: formatAmount(left), currency: left.currency },
    });
  }
}

/** More would be taken back than is left of what was posted. */
export class ReversalExceedsEntry extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'reversal_exceeds_entry';

  constructor(readonly left: Money) {
    super(`At most ${formatAmount(left)} ${left.currency} can still be taken back.`, {
      params: { left: formatAmount(left), currency: left.currency },
    });
  }
}

/** What takes back cannot be taken back: post what is right anew. */
export class ReversalOfReversal extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'reversal_of_reversal';

  constructor() {
    super('A reversal cannot be reversed.');
  }
}
