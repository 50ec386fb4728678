import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../domain/principal.js';
import { AccountGone, AccountSuspended, SessionEnded, TokenExpired, TokenInvalid } from '../identity.errors.js';
import { type AccountState, AccessState } from './access-state.js';
import { AccessTokens, ownIssuer, type VerifiedToken } from './access-tokens.js';
import { ExternalTokens } from './external-tokens.js';
import { refusingBadTokens } from './jose-errors.js';

// Longer than any token worth reading.
const maxTokenLength = 8_192;

/**
 * Tells who is asking. Signatures are verified once per token; whether the session and the account still stand is
 * looked up in {@link AccessState} every time, so a token stops working when they do.
 */
@Injectable()
export class Access {
  /** By the token's hash: a dump of the memory holds no token. */
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: 50_000 });

  constructor(
    private readonly own: AccessTokens,
    private readonly external: ExternalTokens,
    private readonly state: AccessState,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads a bearer token. Throws, all UNAUTHENTICATED: `TokenInvalid`, `TokenExpired`, `SessionEnded`, `AccountGone`,
   * `AccountSuspended`.
   */
  async authenticate(bearer: string): Promise<Principal> {
    const { accountId, sessionId } = await this.verify(bearer);
    const [session, account] = await Promise.all([
      sessionId && this.state.ofSession(sessionId),
      this.state.ofAccount(accountId),
    ]);
    requireActive(account);
    if (session && (!session.live || session.expiresAt <= this.clock.now())) throw new SessionEnded();
    return { accountId, sessionId, roles: account.roles, region: account.region };
  }

  private async verify(bearer: string): Promise<VerifiedToken> {
    if (bearer.length > maxTokenLength) throw new TokenInvalid();
    const key = createHash('sha256').update(bearer).digest('base64');
    const known = this.verified.get(key);
    if (known && known.expiresAt > this.clock.now()) return known;
    if (known) throw new TokenExpired();
    const token = await this.read(bearer);
    this.verified.set(key, token);
    return token;
  }

  private async read(bearer: string): Promise<VerifiedToken> {
    const { iss } = await refusingBadTokens(Promise.resolve().then(() => decodeJwt(bearer)));
    if (iss === ownIssuer) return this.own.verify(bearer);
    if (this.external.trusts(iss)) return this.external.verify(bearer);
    throw new TokenInvalid();
  }
}

function requireActive(account: AccountState): void {
  switch (account.status) {
    case 'active':
      return;
    case 'suspended':
      throw new AccountSuspended();
    case 'deleted':
    case 'unknown':
      throw new AccountGone();
  }
}
