import { Inject, Injectable } from '@nestjs/common';
import { after, Clock, seconds } from '@moments/kernel';
import { createRemoteJWKSet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { AUTHENTICATION_OPTIONS, type AuthenticationOptions, type ExternalIssuer } from '../authentication.options.js';
import { TokenInvalid } from '../identity.errors.js';
import { instant, type VerifiedToken } from './access-tokens.js';
import { ExternalAccounts } from './external-accounts.js';
import { refusingBadTokens } from './jose-errors.js';

const clockToleranceSeconds = 30;
const jwksTimeoutMs = 3_000;

/** Tokens of the marketplace's own issuer, verified against the keys that it publishes. */
@Injectable()
export class ExternalTokens {
  private readonly issuer?: ExternalIssuer;
  private readonly keys?: JWTVerifyGetKey;

  constructor(
    @Inject(AUTHENTICATION_OPTIONS) { external }: AuthenticationOptions,
    private readonly accounts: ExternalAccounts,
    private readonly clock: Clock,
  ) {
    if (!external) return;
    this.issuer = external;
    // Fetched when first needed, kept, and fetched again for an unknown kid, at most twice a minute.
    this.keys = createRemoteJWKSet(new URL(external.jwksUrl), { timeoutDuration: jwksTimeoutMs });
  }

  /** True for the `iss` of the issuer that this installation trusts. */
  trusts(issuer: unknown): boolean {
    return this.issuer !== undefined && issuer === this.issuer.issuer;
  }

  /** Provisions the account at first sight. Throws `TokenInvalid` or `TokenExpired`. */
  async verify(token: string): Promise<VerifiedToken> {
    if (!this.issuer || !this.keys) throw new TokenInvalid();
    const { issuer, audience, algorithms, defaultRegion } = this.issuer;
    const { payload } = await refusingBadTokens(
      jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        currentDate: this.clock.now(),
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'exp', 'iat'],
      }),
    );
    const accountId = await this.accounts.accountOf({ ...personIn(payload), issuer, defaultRegion });
    const expiresAt = after(instant(payload.exp), seconds(clockToleranceSeconds));
    return { accountId, issuedAt: instant(payload.iat), expiresAt };
  }
}

function personIn({ sub, iat, ...claims }: JWTPayload) {
  if (!sub) throw new TokenInvalid();
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
  return {
    subject: sub,
    issuedAt: instant(iat),
    email: claims.email_verified === false ? undefined : text('email'),
    name: text('name'),
    region: text('region'),
  };
}
