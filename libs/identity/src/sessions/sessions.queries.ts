import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type SessionId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** A signed-in device, as its owner sees it. */
export interface SessionView {
  readonly id: SessionId;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}

const liveSessions = statement(
  'identity.live_sessions',
  `select id, user_agent as "userAgent", created_at as "createdAt", last_used_at as "lastUsedAt"
     from sessions where account_id = $1 and ended_at is null and expires_at > $2 order by last_used_at desc, id desc`,
);

@Injectable()
export class SessionsQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The account's live sessions, used last first; their number is bounded by `identity.sessions`. */
  list(accountId: AccountId): Promise<SessionView[]> {
    return this.database.read<SessionView>(liveSessions, [accountId, this.clock.now()]);
  }
}
