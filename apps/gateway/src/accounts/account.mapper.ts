import type { AccountView, SessionView } from '@moments/identity';
import { type SessionId, toGlobalId } from '@moments/kernel';
import { AccountType, SessionType } from './account.types.js';

/** `sessionId`: the session that the answer is for. */
export const toAccountType = (
  { id, email, roles, region, createdAt }: AccountView,
  sessionId?: SessionId,
): AccountType =>
  Object.assign(new AccountType(), {
    id: toGlobalId('account', id),
    email: email ?? '',
    roles,
    region,
    createdAt,
    accountId: id,
    sessionId,
  });

export const toSessionType = ({ id, ...session }: SessionView, current: SessionId | undefined): SessionType =>
  Object.assign(new SessionType(), { ...session, id: toGlobalId('session', id), current: id === current });
