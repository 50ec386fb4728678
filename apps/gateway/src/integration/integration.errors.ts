import { DomainError, Unauthenticated } from '@moments/kernel';

/** Nobody who shares a secret with us has signed this. */
export class SignatureWrong extends Unauthenticated {
  override readonly reason = 'signature_wrong';

  constructor() {
    super('The signature is not that of this content by a secret of ours.');
  }
}

export class SignatureMissing extends Unauthenticated {
  override readonly reason = 'signature_missing';

  constructor() {
    super('The headers webhook-id, webhook-timestamp and webhook-signature are needed.');
  }
}

/** What was signed long ago may be somebody else's copy of it. */
export class SignatureStale extends Unauthenticated {
  override readonly reason = 'signature_stale';

  constructor() {
    super('The webhook-timestamp is more than five minutes away from now.');
  }
}

export class KeyMissing extends Unauthenticated {
  override readonly reason = 'key_missing';

  constructor() {
    super('The header authorization is needed: Bearer and a key of yours.');
  }
}

/** Nobody's, or one that is no longer good. */
export class KeyWrong extends Unauthenticated {
  override readonly reason = 'key_wrong';

  constructor() {
    super('This is no key that is good now.');
  }
}

/** So many calls of an address were nobody's that no more are looked at for a while. */
export class TooManyStrangers extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'too_many_unknown_calls';

  constructor(retryAfterSeconds: number) {
    super(`Too many calls of this address had no good key or signature. Try again in ${retryAfterSeconds} s.`, {
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

export class ScopeMissing extends DomainError {
  readonly code = 'FORBIDDEN';
  readonly reason = 'scope_missing';

  constructor(scope: string) {
    super(`This integration may not do that: it needs the scope ${scope}.`, { params: { scope } });
  }
}

export class NoSuchCall extends DomainError {
  readonly code = 'NOT_FOUND';
  readonly reason = 'no_such_call';

  constructor() {
    super('There is no such call: /integration/v1/docs tells of all there are.');
  }
}

export class EncodingUnknown extends DomainError {
  readonly code = 'UNSUPPORTED_MEDIA';
  readonly reason = 'encoding_unknown';

  constructor() {
    super('A stream may be sent as it is or with content-encoding: gzip.');
  }
}

/** Nobody is there to be answered; said to the logs alone. */
export class SenderGone extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'sender_gone';

  constructor() {
    super('The stream stopped before its end; what was read until then is in.');
  }
}
