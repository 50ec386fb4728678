import { DomainError } from '@moments/kernel';

/** The bytes are no message of a bank that we read; `detail` says where it ends. */
export class BankFileInvalid extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'bank_file_invalid';

  constructor(detail: string) {
    super(`This is not a file that can be taken in: ${detail}.`, { params: { detail } });
  }
}

export class BankFileTooLarge extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'bank_file_too_large';

  constructor(maxMegabytes: number) {
    super(`Files of a bank have at most ${maxMegabytes} MB.`, { params: { maxMegabytes } });
  }
}

/** A payment that we never told the bank of. */
export class BankFileUnknownPayment extends DomainError {
  readonly code = 'NOT_FOUND';
  readonly reason = 'bank_file_unknown_payment';

  constructor(reference: string) {
    super(`There is no payout with the reference ${reference}; nothing of the file was taken in.`, {
      params: { reference },
    });
  }
}

export class BankFileWrongSum extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'bank_file_wrong_sum';

  constructor(reference: string) {
    super(`The sum told of payout ${reference} is not its own; nothing of the file was taken in.`, {
      params: { reference },
    });
  }
}

/** The bank says what cannot be where the payout stands: executed and refused. */
export class BankFileContradicts extends DomainError {
  readonly code = 'CONFLICT';
  readonly reason = 'bank_file_contradicts';

  constructor(reference: string, status: string) {
    super(`Payout ${reference} is ${status}: the file contradicts that; nothing of it was taken in.`, {
      params: { reference, status },
    });
  }
}

/** A message with this id was told before, with another content. */
export class BankFileReused extends DomainError {
  readonly code = 'IDEMPOTENCY_CONFLICT';
  readonly reason = 'bank_file_reused';

  constructor() {
    super('A file with this message id was taken in before with another content.');
  }
}
