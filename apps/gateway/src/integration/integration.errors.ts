import { Unauthenticated } from '@moments/kernel';

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
