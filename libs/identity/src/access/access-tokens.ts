import { Inject, Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, fromGlobalId, type SessionId, toGlobalId } from '@moments/kernel';
import { jwtVerify, SignJWT } from 'jose';
import { AUTHENTICATION_OPTIONS, type AuthenticationOptions } from '../authentication.options.js';
import { TokenInvalid } from '../identity.errors.js';
import { refusingBadTokens } from './jose-errors.js';
import { type PublicJwk, type SigningKey, signingKeyFrom } from './signing-keys.js';

/** The `iss` and `aud` of our own tokens. */
export const ownIssuer = 'moments';

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a token proves. */
export interface VerifiedToken {
  readonly accountId: AccountId;
  readonly sessionId?: SessionId;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Our own access tokens: JWTs signed with Ed25519 that name an account and its session, and nothing about a person. */
@Injectable()
export class AccessTokens {
  private readonly signing: SigningKey;
  private readonly accepted: ReadonlyMap<string, SigningKey>;

  constructor(
    @Inject(AUTHENTICATION_OPTIONS) { signingSeeds: [current, ...previous] }: AuthenticationOptions,
    private readonly clock: Clock,
  ) {
    this.signing = signingKeyFrom(current);
    this.accepted = new Map([this.signing, ...previous.map(signingKeyFrom)].map((key) => [key.kid, key]));
  }

  /** What others verify our tokens with (a JWK set's `keys`). */
  publicKeys(): PublicJwk[] {
    return [...this.accepted.values()].map(({ jwk }) => jwk);
  }

  async issue(holder: { accountId: AccountId; sessionId: SessionId; lifetimeMs: number }): Promise<AccessToken> {
    const issuedAt = this.clock.now();
    const expiresAt = after(issuedAt, holder.lifetimeMs);
    const token = await new SignJWT({ sid: toGlobalId('session', holder.sessionId) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.signing.kid })
      .setIssuer(ownIssuer)
      .setAudience(ownIssuer)
      .setSubject(toGlobalId('account', holder.accountId))
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.signing.privateKey);
    return { token, expiresAt };
  }

  /** Throws `TokenInvalid` or `TokenExpired`. */
  async verify(token: string): Promise<VerifiedToken> {
    const { payload } = await refusingBadTokens(
      jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer: ownIssuer,
        audience: ownIssuer,
        currentDate: this.clock.now(),
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      }),
    );
    const accountId = fromGlobalId('account', payload.sub ?? '');
    const sessionId = fromGlobalId('session', String(payload.sid));
    if (!accountId || !sessionId) throw new TokenInvalid();
    return { accountId, sessionId, issuedAt: instant(payload.iat), expiresAt: instant(payload.exp) };
  }

  private keyOf(kid: string | undefined) {
    const key = this.accepted.get(kid ?? '');
    if (!key) throw new TokenInvalid();
    return key.publicKey;
  }
}

/** A JWT's NumericDate. */
export const instant = (seconds: number | undefined): Date => new Date((seconds ?? 0) * 1_000);
