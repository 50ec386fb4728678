/** What a person can cause or mend, as clients see it (`ErrorCode` of the GraphQL contract). */
export const errorCodes = [
  'INVALID_INPUT',
  'NOT_FOUND',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'RATE_LIMITED',
  'FEATURE_NOT_AVAILABLE',
  'ALREADY_EXISTS',
  'INVALID_STATE',
  'LIMIT_EXCEEDED',
  'INSUFFICIENT_FUNDS',
  'EXPIRED',
  'BLOCKED',
  'UNSUPPORTED_MEDIA',
  'NOT_ELIGIBLE',
  'UNAVAILABLE',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Values that a translated sentence is filled with. */
export type MessageParams = Readonly<Record<string, string | number>>;

/** One thing that is wrong, where it is wrong. */
export interface Problem {
  code: ErrorCode;
  /** Finer than the code, stable, and the key of the sentence's translations: `upload_too_large`. */
  reason: string;
  /** The English sentence. */
  message: string;
  params: MessageParams;
  /** Path of the input field that caused it. */
  field?: string[];
}

/**
 * An error that a person can understand and mend. Thrown by libs, turned into `userErrors` in one place of the gateway;
 * anything else that is thrown is a defect and stays masked.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ErrorCode;
  /** Stable name of the sentence; its translations are kept under it. */
  abstract readonly reason: string;
  readonly params: MessageParams;
  readonly field?: string[];

  constructor(message: string, details: { params?: MessageParams; field?: string[] } = {}) {
    super(message);
    this.name = new.target.name;
    this.params = details.params ?? {};
    this.field = details.field;
  }

  /** What to tell; one entry unless several fields are wrong at once. */
  problems(): Problem[] {
    return [{ code: this.code, reason: this.reason, message: this.message, params: this.params, field: this.field }];
  }
}

/** The input breaks a rule; every broken field is named. */
export class InvalidInput extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'invalid_input';

  constructor(private readonly issues: readonly { field: string[]; message: string }[]) {
    super(
      issues
        .map(({ field, message }) => [...(field.length > 0 ? [field.join('.')] : []), message].join(': '))
        .join('; '),
    );
  }

  override problems(): Problem[] {
    return this.issues.map(({ field, message }) => ({
      code: this.code,
      reason: this.reason,
      message,
      params: {},
      field,
    }));
  }
}

/** There is no such thing, or the asker may not know that there is. */
export class NotFound extends DomainError {
  readonly code = 'NOT_FOUND';
  readonly reason = 'not_found';

  constructor(what: string, field?: string[]) {
    super(`There is no such ${what}.`, { params: { what }, field });
  }
}

export class Unauthenticated extends DomainError {
  readonly code = 'UNAUTHENTICATED';
  readonly reason: string = 'sign_in_required';

  constructor(message = 'Sign in to do this.') {
    super(message);
  }
}

export class Forbidden extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'forbidden';

  constructor(message = 'You may not do this.') {
    super(message);
  }
}

/** The same idempotency key came with another input. */
export class IdempotencyConflict extends DomainError {
  readonly code = 'IDEMPOTENCY_CONFLICT';
  readonly reason = 'idempotency_conflict';

  constructor() {
    super('This idempotency key was already used with another input.', { field: ['idempotencyKey'] });
  }
}

// About as long as a server that is started anew takes to be found again.
const awaySeconds = 5;

/**
 * Something that the product itself needs is away and comes back by itself. Where a connection was lost while it was used, what
 * was asked for may have been done all the same: it is to be asked for again with the same key.
 */
export class Unavailable extends DomainError {
  readonly code = 'UNAVAILABLE';
  readonly reason = 'unavailable';

  constructor() {
    super(`This does not work just now. Try again in ${awaySeconds} s.`, { params: { retryAfter: awaySeconds } });
  }
}

/** Makes the compiler prove that a union was handled whole. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${String(value)}`);
}
