import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { accountChanged, everyone, sessionEnded } from '@moments/identity';
import { type AccountId, DomainError } from '@moments/kernel';
import { LiveNews, Log, Settings, socketsSetting } from '@moments/platform';
import { ContextFactory } from '../graphql/context.factory.js';
import { closeCodes, type Connection, dismiss, sessionOf } from './connection.js';
import { Tally } from './tally.js';

// News closes sockets at once; this is for news that was missed, and for tokens that run out.
const checkedEveryMs = 60_000;

/** Who is behind the open sockets: lets them in, and closes them when they may not stay. */
@Injectable()
export class SocketSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly connections = new Set<Connection>();
  private readonly ofAccount = new Tally();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly contexts: ContextFactory,
    private readonly news: LiveNews,
    private readonly settings: Settings,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.news.subscribe(sessionEnded, everyone, ({ sessionIds }) => {
      const ended = new Set<string>(sessionIds);
      for (const connection of this.connections) {
        if (ended.has(sessionOf(connection) ?? '')) dismiss(connection, closeCodes.sessionEnded, 'session_ended');
      }
    });
    await this.news.subscribe(accountChanged, everyone, ({ accountId }) => this.check(accountId));
    this.timer = setInterval(() => this.check(), checkedEveryMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Settles who is behind the socket; closes it and gives false when they may not come in. */
  async open(connection: Connection): Promise<boolean> {
    if (!(await this.authenticate(connection, closeCodes.forbidden))) return false;
    const accountId = connection.context?.viewer.accountId;
    const { perAccount } = await this.settings.get(socketsSetting);
    if (accountId && this.ofAccount.of(accountId) >= perAccount) {
      dismiss(connection, closeCodes.tooMany, 'too_many_sockets');
      return false;
    }
    if (!this.admit(connection, accountId)) return false;
    // The session may have ended between looking and listening.
    return this.authenticate(connection, closeCodes.sessionEnded);
  }

  /** A socket that has closed meanwhile says so no more, so it would be counted for ever. */
  private admit(connection: Connection, accountId: AccountId | undefined): boolean {
    if (!isOpen(connection)) return false;
    this.connections.add(connection);
    if (accountId) this.ofAccount.add(accountId);
    connection.socket.once('close', () => {
      this.connections.delete(connection);
      if (accountId) this.ofAccount.remove(accountId);
    });
    return true;
  }

  /** Looks again at everybody's token, or at one account's. */
  private check(accountId?: AccountId): void {
    for (const connection of this.connections) {
      const behind = connection.context?.viewer.accountId;
      if (!behind || (accountId && accountId !== behind)) continue;
      void this.authenticate(connection, closeCodes.sessionEnded).catch((error: unknown) => {
        this.log.warn({ err: error }, 'a socket could not be checked; it is looked at again in a minute');
      });
    }
  }

  private async authenticate(connection: Connection, refusedCode: number): Promise<boolean> {
    try {
      const context = await this.contexts.fromSocket(connection);
      // Whoever was dismissed while this was looked up stays dismissed.
      if (!isOpen(connection)) return false;
      connection.context = context;
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const code = error.reason === 'token_expired' ? closeCodes.forbidden : refusedCode;
      dismiss(connection, code, error.reason);
      return false;
    }
  }
}

const isOpen = ({ socket }: Connection): boolean => socket.readyState === socket.OPEN;
