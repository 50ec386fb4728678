import { DomainError, Unauthenticated } from '@moments/kernel';

/** The token is not one that we or the trusted issuer signed for this service. */
export class TokenInvalid extends Unauthenticated {
  override readonly reason = 'token_invalid';

  constructor() {
    super('This access token is not valid. Sign in again.');
  }
}

export class TokenExpired extends Unauthenticated {
  override readonly reason = 'token_expired';

  constructor() {
    super('This access token has expired. Refresh the session.');
  }
}

/** The session was signed out, revoked, replayed or has run out; every token of it is void. */
export class SessionEnded extends Unauthenticated {
  override readonly reason = 'session_ended';

  constructor() {
    super('This session has ended. Sign in again.');
  }
}

export class AccountGone extends Unauthenticated {
  override readonly reason = 'account_gone';

  constructor() {
    super('This account has been deleted.');
  }
}

export class AccountSuspended extends Unauthenticated {
  override readonly reason = 'account_suspended';

  constructor() {
    super('This account is suspended.');
  }
}

/** No such account or another password; which of the two is not told. */
export class WrongCredentials extends Unauthenticated {
  override readonly reason = 'wrong_credentials';

  constructor() {
    super('The email address or the password is wrong.');
  }
}

export class RefreshTokenInvalid extends Unauthenticated {
  override readonly reason = 'refresh_token_invalid';

  constructor() {
    super('This refresh token is not valid. Sign in again.');
  }
}

/** A used refresh token came back: it has been copied, so the whole session has just been ended. */
export class RefreshTokenReplayed extends Unauthenticated {
  override readonly reason = 'refresh_token_replayed';

  constructor() {
    super('This refresh token was used before. The session has been ended for safety. Sign in again.');
  }
}

/** The password given to confirm something is not the account's. */
export class WrongPassword extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'wrong_password';

  constructor(field: string) {
    super('The password is wrong.', { field: [field] });
  }
}

/** The account has no password: it signs in at another issuer. */
export class NoPassword extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'no_password';

  constructor() {
    super('This account signs in elsewhere and has no password here.');
  }
}

export class EmailTaken extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'email_taken';

  constructor() {
    super('There is an account with this email address already.', { field: ['email'] });
  }
}

export class HandleTaken extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'handle_taken';

  constructor() {
    super('This handle is taken.', { field: ['handle'] });
  }
}

/** The account has changed its handle as often as it may for now. */
export class HandleChangedTooOften extends DomainError {
  readonly code = 'LIMIT_EXCEEDED';
  readonly reason = 'handle_changed_too_often';

  constructor({ changes, windowDays }: { changes: number; windowDays: number }) {
    super(`A handle can be changed at most ${changes} times within ${windowDays} days.`, {
      field: ['handle'],
      params: { changes, windowDays },
    });
  }
}

export class TooManyAttempts extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_attempts';

  constructor(retryAfterSeconds: number) {
    super(`Too many attempts. Try again in ${retryAfterSeconds} seconds.`, {
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

/** One address has made as many accounts as it may for now. */
export class TooManySignUps extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_sign_ups';

  constructor(retryAfterSeconds: number) {
    super(`Too many accounts were made from your network. Try again in ${retryAfterSeconds} seconds.`, {
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

export class FeatureNotAvailable extends DomainError {
  readonly code = 'FEATURE_NOT_AVAILABLE';
  readonly reason = 'feature_not_available';

  constructor(feature: string, why: string) {
    super('This is not available to you yet.', { params: { feature, why } });
  }
}

/** Operators tell integrations apart by their names. */
export class IntegrationNameTaken extends DomainError {
  readonly code = 'ALREADY_EXISTS';
  readonly reason = 'integration_name_taken';

  constructor() {
    super('There is an integration with this name already.', { field: ['name'] });
  }
}
