import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { AccountId, SessionId } from '@moments/kernel';
import { afterCommit, Database, LiveNews, statement, type Tx } from '@moments/platform';
import { LRUCache } from 'lru-cache';
import type { AccountStatus } from '../domain/account-status.js';
import type { GrantableRole, Role } from '../domain/principal.js';
import { accountChanged, everyone, sessionEnded } from '../identity.topics.js';

/** What must hold at every request besides the token's signature. */
export interface AccountState {
  readonly status: AccountStatus | 'unknown';
  readonly statusChangedAt: Date;
  readonly roles: readonly Role[];
  readonly region: string;
}

export interface SessionState {
  readonly live: boolean;
  readonly expiresAt: Date;
}

interface AccountRow {
  status: AccountStatus;
  status_changed_at: Date;
  region: string;
  roles: GrantableRole[];
}

const accountState = statement(
  'identity.account_state',
  `select a.status, a.status_changed_at, a.region,
          array(select g.role from role_grants g where g.account_id = a.id order by g.role) as roles
     from accounts a where a.id = $1`,
);
const sessionState = statement(
  'identity.session_state',
  'select ended_at is null as live, expires_at from sessions where id = $1',
);

const never: AccountState = { status: 'unknown', statusChangedAt: new Date(0), roles: [], region: '' };
const noSession: SessionState = { live: false, expiresAt: new Date(0) };

// News evicts at once; this bounds how long a process that missed the news goes on with what it knew.
const staleMs = 5_000;

/**
 * Accounts and sessions as they stand, kept in the process for at most five seconds and forgotten as soon as any
 * process tells that they have changed.
 */
@Injectable()
export class AccessState implements OnApplicationBootstrap {
  // An entry evicted while it is being read is handed to those who wait for it, but not kept (ignoreFetchAbort).
  private readonly sessions = new LRUCache<SessionId, SessionState>({
    max: 100_000,
    ttl: staleMs,
    ignoreFetchAbort: true,
    fetchMethod: async (id) => {
      const [row] = await this.database.read<{ live: boolean; expires_at: Date }>(sessionState, [id]);
      return row ? { live: row.live, expiresAt: row.expires_at } : noSession;
    },
  });

  private readonly accounts = new LRUCache<AccountId, AccountState>({
    max: 100_000,
    ttl: staleMs,
    ignoreFetchAbort: true,
    fetchMethod: async (id) => {
      const [row] = await this.database.read<AccountRow>(accountState, [id]);
      if (!row) return never;
      const { status, status_changed_at: statusChangedAt, region, roles } = row;
      return { status, statusChangedAt, region, roles: ['VIEWER', ...roles] };
    },
  });

  constructor(
    private readonly database: Database,
    private readonly news: LiveNews,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.news.subscribe(sessionEnded, everyone, ({ sessionIds }) => this.forgetSessions(sessionIds));
    await this.news.subscribe(accountChanged, everyone, ({ accountId }) => void this.accounts.delete(accountId));
  }

  async ofSession(sessionId: SessionId): Promise<SessionState> {
    return this.sessions.get(sessionId) ?? (await this.sessions.fetch(sessionId)) ?? noSession;
  }

  async ofAccount(accountId: AccountId): Promise<AccountState> {
    return this.accounts.get(accountId) ?? (await this.accounts.fetch(accountId)) ?? never;
  }

  /** Tells every process, once the transaction has committed, that these sessions are over. */
  sessionsEnded(tx: Tx, ended: { accountId: AccountId; sessionIds: readonly SessionId[] }): void {
    if (ended.sessionIds.length === 0) return;
    afterCommit(tx, async () => {
      this.forgetSessions(ended.sessionIds);
      await this.news.publish(sessionEnded, everyone, { ...ended, sessionIds: [...ended.sessionIds] });
    });
  }

  /** Tells every process, once the transaction has committed, to look at the account anew. */
  accountChanged(tx: Tx, accountId: AccountId): void {
    afterCommit(tx, async () => {
      this.accounts.delete(accountId);
      await this.news.publish(accountChanged, everyone, { accountId });
    });
  }

  private forgetSessions(sessionIds: readonly SessionId[]): void {
    for (const sessionId of sessionIds) this.sessions.delete(sessionId);
  }
}
