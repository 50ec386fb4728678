import type { AccountId, SessionId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { AccountStatus } from '../domain/account-status.js';
import type { PresentedToken } from '../domain/refresh.js';
import type { SessionEndReason } from './session.entity.js';

export interface LockedRefreshToken extends PresentedToken {
  sessionId: SessionId;
  accountId: AccountId;
  accountStatus: AccountStatus;
  sealedSuccessor: Buffer | null;
}

/** What a refresh looks at before it waits for the lock. */
export const refreshTokenUse = statement(
  'identity.refresh_token_use',
  'select used_at from refresh_tokens where token_hash = $1',
);

/** Locks a refresh token and its session: refreshes of one session happen one after the other. */
export async function lockRefreshToken(tx: Tx, tokenHash: Buffer): Promise<LockedRefreshToken | undefined> {
  const [token] = await rows<LockedRefreshToken>(
    tx,
    `select t.used_at as "usedAt", t.sealed_successor as "sealedSuccessor", s.id as "sessionId",
            s.ended_at as "sessionEndedAt", s.expires_at as "sessionExpiresAt",
            a.id as "accountId", a.status as "accountStatus"
       from refresh_tokens t join sessions s on s.id = t.session_id join accounts a on a.id = s.account_id
      where t.token_hash = $1 for update of t, s`,
    [tokenHash],
  );
  return token;
}

/** Whether a token of a locked session was used. */
export async function isRefreshTokenUsed(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (
    (await rows(tx, 'select from refresh_tokens where token_hash = $1 and used_at is not null', [tokenHash])).length > 0
  );
}

/** Marks a token as used and keeps its successor, sealed, for a request that overlaps with this one. */
export async function useRefreshToken(
  tx: Tx,
  token: { tokenHash: Buffer; usedAt: Date; sealedSuccessor: Buffer },
): Promise<void> {
  await execute(tx, 'update refresh_tokens set used_at = $2, sealed_successor = $3 where token_hash = $1', [
    token.tokenHash,
    token.usedAt,
    token.sealedSuccessor,
  ]);
}

interface Ending {
  accountId: AccountId;
  reason: SessionEndReason;
  at: Date;
}

/** Ends one session of the account; false when it has no such live session. */
export async function endSession(tx: Tx, ending: Ending & { sessionId: SessionId }): Promise<boolean> {
  const { sessionId, accountId, reason, at } = ending;
  const ended = await execute(
    tx,
    `update sessions set ended_at = $3, end_reason = $4
      where id = $1 and account_id = $2 and ended_at is null and expires_at > $3`,
    [sessionId, accountId, at, reason],
  );
  return ended === 1;
}

/** Ends the account's live sessions but the `keep` that were used last and the one named; gives those that ended. */
export async function endOtherSessions(
  tx: Tx,
  ending: Ending & { except?: SessionId; keep?: number },
): Promise<SessionId[]> {
  const { accountId, reason, at, except, keep } = ending;
  const ended = await rows<{ id: SessionId }>(
    tx,
    // Locked in the order of their ids: two endings of one account must not wait for each other in a circle.
    `with surplus as (
       select id from sessions where account_id = $1 and ended_at is null and id is distinct from $4
        order by last_used_at desc, id desc offset $5
     ), locked as (
       select id from sessions where id in (select id from surplus) order by id for update
     )
     update sessions set ended_at = $2, end_reason = $3 where id in (select id from locked) and ended_at is null
     returning id`,
    [accountId, at, reason, except ?? null, keep ?? 0],
  );
  return ended.map(({ id }) => id);
}
