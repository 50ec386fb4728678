import { errors } from 'jose';
import { TokenExpired, TokenInvalid } from '../identity.errors.js';

// What the bearer of a token can cause. A key set that cannot be fetched is our trouble, not theirs, and stays an error.
const causedByToken = [
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Turns what the JWT library says about a token into `TokenExpired` or `TokenInvalid`. */
export async function refusingBadTokens<Result>(verification: Promise<Result>): Promise<Result> {
  try {
    return await verification;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new TokenExpired();
    throw causedByToken.some((kind) => error instanceof kind) ? new TokenInvalid() : error;
  }
}
