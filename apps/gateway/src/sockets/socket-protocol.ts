import { Injectable } from '@nestjs/common';
import { Log, Settings, socketsSetting } from '@moments/platform';
import { GraphQLError } from 'graphql';
import { CloseCode, type Context, makeServer, type ServerOptions } from 'graphql-ws';
import type { RawData } from 'ws';
import { ErrorPresenter } from '../graphql/execution/error-presenter.js';
import { Executor } from '../graphql/execution/executor.js';
import { loggedOf } from '../http/errors.js';
import { type Connection, dismiss } from './connection.js';
import { type SocketCall, SocketOperations } from './socket-operations.js';
import { SocketSessions } from './socket-sessions.js';

type Parameters = Readonly<Record<string, unknown>>;
type SocketContext = Context<Parameters, Connection>;

const initWithinMs = 5_000;
const normalClosure = 1000;

/** Speaks graphql-transport-ws with each socket. */
@Injectable()
export class SocketProtocol {
  private readonly server = makeServer<Parameters, Connection>(this.options());

  constructor(
    private readonly sessions: SocketSessions,
    private readonly operations: SocketOperations,
    private readonly executor: Executor,
    private readonly errors: ErrorPresenter,
    private readonly settings: Settings,
    private readonly log: Log,
  ) {}

  serve(connection: Connection): void {
    const { socket } = connection;
    const closed = this.server.opened(
      {
        protocol: socket.protocol,
        send: (data) => new Promise((resolve) => socket.send(data, () => resolve())),
        close: (code = normalClosure, reason = '') => dismiss(connection, code, reason),
        onMessage: (listen) => {
          socket.on('message', (data) => {
            // After our close nothing can be answered, so nothing is begun.
            if (socket.readyState !== socket.OPEN) return;
            void listen(textOf(data)).catch((error: unknown) => this.fail(connection, error));
          });
        },
      },
      connection,
    );
    // What a client does wrong on the wire (too long a message, a broken frame) ws has answered by closing.
    socket.on('error', () => socket.terminate());
    connection.stop = () => void closed().catch((error: unknown) => this.fail(connection, error));
    socket.once('close', connection.stop);
  }

  private options(): ServerOptions<Parameters, Connection> {
    return {
      connectionInitWaitTimeout: initWithinMs,
      onConnect: ({ extra, connectionParams }) => {
        extra.parameters = connectionParams ?? {};
        return this.sessions.open(extra);
      },
      onSubscribe: async (context, _id, payload) => {
        const { context: viewerOf } = context.extra;
        if (!viewerOf) return [notConnected()];
        const prepared = (await this.tooMany(context)) ?? (await this.operations.prepare(viewerOf, payload));
        // Whoever was dismissed while it was prepared runs it no more.
        return context.extra.context ? prepared : [notConnected()];
      },
      execute: (call) => this.operations.execute(call as SocketCall),
      subscribe: (call) => this.operations.subscribe(call as SocketCall),
      onNext: (_context, _id, _payload, call, result) => {
        const { contextValue } = call as SocketCall;
        const { cost } = contextValue.request.outcome;
        return { ...this.executor.present(result, contextValue), extensions: { cost } };
      },
      onError: ({ extra }, _id, _payload, errors) => {
        this.errors.logAway(errors);
        return errors.map((error) => this.errors.present(error, extra.context?.viewer.locale ?? 'en'));
      },
    };
  }

  private async tooMany({ subscriptions }: SocketContext): Promise<GraphQLError[] | undefined> {
    // Counted before anything is awaited: those that come after this one must not count against it.
    const running = Object.keys(subscriptions).length;
    const { operationsPerSocket } = await this.settings.get(socketsSetting);
    if (running <= operationsPerSocket) return undefined;
    return [
      new GraphQLError(`At most ${operationsPerSocket} operations run at once on a socket.`, {
        extensions: { code: 'LIMIT_EXCEEDED' },
      }),
    ];
  }

  private fail(connection: Connection, error: unknown): void {
    this.log.error({ err: loggedOf(error) }, 'socket');
    dismiss(connection, CloseCode.InternalServerError, 'internal error');
  }
}

const notConnected = (): GraphQLError => new GraphQLError('Not connected.');

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
