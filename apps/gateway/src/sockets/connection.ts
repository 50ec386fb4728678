import type { SessionId } from '@moments/kernel';
import type { WebSocket } from 'ws';
import type { GraphqlContext } from '../graphql/context.js';

/** Why we close a socket. Below 4400 it is the protocol's own business; clients may come back after all but 4401. */
export const closeCodes = {
  /** We restart: come back at once, somewhere else. */
  restart: 1012,
  /** The session behind it is over: sign in again. */
  sessionEnded: 4401,
  /** The token is no good (any more): come back with a fresh one. */
  forbidden: 4403,
  tooMany: 4429,
} as const;

/** One WebSocket and who is behind it. */
export interface Connection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly address: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** What `connection_init` said. */
  parameters: Readonly<Record<string, unknown>>;
  /** Made by `connection_init`; each operation gets a fresh one like it. Nobody is behind a socket that has to go. */
  context?: GraphqlContext;
  /** Ends the subscriptions that run on it. */
  stop?: () => void;
}

const goodbyeMs = 1_000;

/**
 * Closes a socket for good: from this moment on nothing runs in its viewer's name, whether or not the client answers
 * the close, and one that does not answer within a second is cut off.
 */
export function dismiss(connection: Connection, code: number, reason: string): void {
  const { socket } = connection;
  connection.context = undefined;
  connection.stop?.();
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), goodbyeMs).unref();
  socket.once('close', () => clearTimeout(timer));
}

export const sessionOf = ({ context }: Connection): SessionId | undefined => context?.viewer.sessionId;
