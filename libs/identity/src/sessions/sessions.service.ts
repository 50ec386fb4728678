import { Injectable } from '@nestjs/common';
import { type AccountId, after, Clock, days, newId, NotFound, seconds, type SessionId } from '@moments/kernel';
import { Database, Settings, type Tx } from '@moments/platform';
import { AccessState } from '../access/access-state.js';
import { AccessTokens } from '../access/access-tokens.js';
import { userAgentOf } from '../domain/person.js';
import { decideRefresh } from '../domain/refresh.js';
import {
  AccountGone,
  AccountSuspended,
  RefreshTokenInvalid,
  RefreshTokenReplayed,
  SessionEnded,
} from '../identity.errors.js';
import { type SessionRules, sessionRules } from '../identity.settings.js';
import {
  looksLikeRefreshToken,
  newRefreshToken,
  openSuccessor,
  refreshTokenHash,
  sealSuccessor,
} from './refresh-secret.js';
import { RefreshTokenEntity } from './refresh-token.entity.js';
import { SessionEntity, type SessionEndReason } from './session.entity.js';
import {
  endOtherSessions,
  endSession,
  isRefreshTokenUsed,
  lockRefreshToken,
  type LockedRefreshToken,
  refreshTokenUse,
  useRefreshToken,
} from './sessions.store.js';

/** An open session with the refresh token that keeps it open. */
export interface OpenSession {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
  readonly refreshToken: string;
}

/** What a device gets when it signs in or refreshes. */
export interface SessionTokens extends OpenSession {
  readonly accessToken: string;
  /** When the access token runs out. */
  readonly expiresAt: Date;
}

interface RefreshRequest {
  refreshToken: string;
  overlapped: boolean;
  rules: SessionRules;
}

type Refreshed = { session: OpenSession } | { refused: Error };

/** Signed-in devices. A session is a chain of refresh tokens, of which only the last may be used, once. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly tokens: AccessTokens,
    private readonly state: AccessState,
    private readonly clock: Clock,
  ) {}

  /** The rules in force, for {@link open}: read before the transaction, in which nothing else may take a connection. */
  rules(): Promise<SessionRules> {
    return this.settings.get(sessionRules);
  }

  /** Opens a session for a device that has just proved who it is. Make its tokens with {@link tokensOf} afterwards. */
  async open(tx: Tx, device: { accountId: AccountId; userAgent?: string }, rules: SessionRules): Promise<OpenSession> {
    const { accountId, userAgent } = device;
    const now = this.clock.now();
    const session: OpenSession = { accountId, sessionId: newId<'session'>(), refreshToken: newRefreshToken() };
    await this.endOthers(tx, { accountId, reason: 'crowded_out', keep: rules.maxPerAccount - 1 });
    await tx.insert(SessionEntity, {
      id: session.sessionId,
      accountId,
      userAgent: userAgentOf(userAgent),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: after(now, days(rules.idleDays)),
      endedAt: null,
      endReason: null,
    });
    await this.insertToken(tx, session, now);
    return session;
  }

  /** Adds the access token. */
  async tokensOf(session: OpenSession): Promise<SessionTokens> {
    const { accessTokenSeconds } = await this.rules();
    const { token, expiresAt } = await this.tokens.issue({ ...session, lifetimeMs: seconds(accessTokenSeconds) });
    return { ...session, accessToken: token, expiresAt };
  }

  /**
   * Trades a refresh token for a new pair; see `decideRefresh` for what a used one brings. Throws `RefreshTokenInvalid`,
   * `RefreshTokenReplayed` (the session has been ended), `SessionEnded`, `AccountSuspended`, `AccountGone`.
   */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    if (!looksLikeRefreshToken(refreshToken)) throw new RefreshTokenInvalid();
    // Looked at before waiting for the lock: who saw it unused here and finds it used there has overlapped with another
    // refresh of the same device. No clocks need to agree for that.
    const [seen] = await this.database.read<{ used_at: Date | null }>(refreshTokenUse, [
      refreshTokenHash(refreshToken),
    ]);
    if (!seen) throw new RefreshTokenInvalid();
    const rules = await this.rules();
    const outcome = await this.database.transaction((tx) =>
      this.rotate(tx, { refreshToken, overlapped: seen.used_at === null, rules }),
    );
    // Thrown only now: ending a replayed session must be committed.
    if ('refused' in outcome) throw outcome.refused;
    return this.tokensOf(outcome.session);
  }

  /** Ends the session that asks. */
  async signOut(accountId: AccountId, sessionId: SessionId): Promise<void> {
    await this.end({ accountId, sessionId, reason: 'signed_out' });
  }

  /** Ends a session of the account, on whatever device; throws `NotFound` when it has no such live session. */
  async revoke(accountId: AccountId, sessionId: SessionId): Promise<void> {
    if (!(await this.end({ accountId, sessionId, reason: 'revoked' }))) throw new NotFound('session', ['id']);
  }

  /** Ends the account's sessions but `except` and the `keep` that were used last. */
  async endOthers(
    tx: Tx,
    options: { accountId: AccountId; reason: SessionEndReason; except?: SessionId; keep?: number },
  ): Promise<void> {
    const sessionIds = await endOtherSessions(tx, { ...options, at: this.clock.now() });
    this.state.sessionsEnded(tx, { accountId: options.accountId, sessionIds });
  }

  private end(ending: { accountId: AccountId; sessionId: SessionId; reason: SessionEndReason }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await endSession(tx, { ...ending, at: this.clock.now() });
      if (ended) this.state.sessionsEnded(tx, { accountId: ending.accountId, sessionIds: [ending.sessionId] });
      return ended;
    });
  }

  private async rotate(tx: Tx, { refreshToken, overlapped, rules }: RefreshRequest): Promise<Refreshed> {
    const token = await lockRefreshToken(tx, refreshTokenHash(refreshToken));
    if (!token) return { refused: new RefreshTokenInvalid() };
    if (token.accountStatus === 'deleted') return { refused: new AccountGone() };
    if (token.accountStatus === 'suspended') return { refused: new AccountSuspended() };

    const now = this.clock.now();
    const successor = token.sealedSuccessor && openSuccessor(refreshToken, token.sealedSuccessor);
    // Under the session's lock: whoever uses the successor next comes after this.
    const successorUsed = successor !== null && (await isRefreshTokenUsed(tx, refreshTokenHash(successor)));
    switch (decideRefresh(token, { overlapped, successorUsed, now, graceMs: rules.refreshGraceMs })) {
      case 'rotate':
        return { session: await this.succeed(tx, token, { refreshToken, now, rules }) };
      case 'repeat':
        if (!successor) throw new Error('a used refresh token has no successor');
        return { session: { ...token, refreshToken: successor } };
      case 'replayed':
        await endSession(tx, { ...token, reason: 'replayed', at: now });
        this.state.sessionsEnded(tx, { accountId: token.accountId, sessionIds: [token.sessionId] });
        return { refused: new RefreshTokenReplayed() };
      case 'ended':
      case 'expired':
        return { refused: new SessionEnded() };
    }
  }

  private async succeed(
    tx: Tx,
    { accountId, sessionId }: LockedRefreshToken,
    { refreshToken, now, rules }: { refreshToken: string; now: Date; rules: SessionRules },
  ): Promise<OpenSession> {
    const session: OpenSession = { accountId, sessionId, refreshToken: newRefreshToken() };
    await useRefreshToken(tx, {
      tokenHash: refreshTokenHash(refreshToken),
      usedAt: now,
      sealedSuccessor: sealSuccessor(refreshToken, session.refreshToken),
    });
    await this.insertToken(tx, session, now);
    const expiresAt = after(now, days(rules.idleDays));
    await tx.update(SessionEntity, { id: sessionId }, { lastUsedAt: now, expiresAt });
    return session;
  }

  private async insertToken(tx: Tx, { sessionId, refreshToken }: OpenSession, now: Date): Promise<void> {
    await tx.insert(RefreshTokenEntity, {
      tokenHash: refreshTokenHash(refreshToken),
      sessionId,
      createdAt: now,
      usedAt: null,
      sealedSuccessor: null,
    });
  }
}
