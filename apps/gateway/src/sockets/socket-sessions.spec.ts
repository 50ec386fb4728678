import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { SessionEnded } from '@moments/identity';
import { newId, type AccountId, type SessionId } from '@moments/kernel';
import { LiveNews, Log, Settings } from '@moments/platform';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { ContextFactory } from '../graphql/context.factory.js';
import type { GraphqlContext } from '../graphql/context.js';
import { closeCodes, type Connection, dismiss } from './connection.js';
import { SocketSessions } from './socket-sessions.js';

const accountId: AccountId = newId<'account'>();
const sessionId: SessionId = newId<'session'>();

const someone = (): GraphqlContext => ({
  viewer: { accountId, sessionId, roles: ['VIEWER'], region: 'RU', locale: 'en' },
  request: { id: 'r', address: '203.0.113.7', outcome: {} },
});

type News = (news: { sessionIds: string[] }) => void;

let server: WebSocketServer;
let app: TestingModule;
let sessions: SocketSessions;
let tellEnded: News | undefined;
const fromSocket = jest.fn<() => Promise<GraphqlContext>>();

beforeEach(async () => {
  fromSocket.mockReset().mockImplementation(() => Promise.resolve(someone()));
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const subscribe = (_topic: unknown, _subject: unknown, hear: News) => {
    tellEnded ??= hear;
    return Promise.resolve();
  };
  app = await Test.createTestingModule({
    providers: [
      SocketSessions,
      { provide: ContextFactory, useValue: { fromSocket } },
      { provide: LiveNews, useValue: { subscribe } },
      { provide: Settings, useValue: { get: () => Promise.resolve({ perAccount: 1 }) } },
      { provide: Log, useValue: { warn: () => undefined } },
    ],
  }).compile();
  await app.init();
  sessions = app.get(SocketSessions);
});

afterEach(async () => {
  await app.close();
  tellEnded = undefined;
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** Both ends of one socket. */
async function connect(): Promise<{ connection: Connection; client: WebSocket }> {
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  return { connection: { id: 'c', socket, address: '203.0.113.7', headers: {}, parameters: {} }, client };
}

describe('a socket whose session has ended', () => {
  it('has nobody behind it and no subscriptions at that moment, and is cut off though its client says nothing', async () => {
    const { connection, client } = await connect();
    const stop = jest.fn();
    connection.stop = stop;
    expect(await sessions.open(connection)).toBe(true);
    expect(connection.context?.viewer.accountId).toBe(accountId);
    // It reads no more, so it does not answer the close either.
    client.pause();

    const startedAt = Date.now();
    const gone = once(connection.socket, 'close');
    tellEnded?.({ sessionIds: [sessionId] });
    expect(connection.context).toBeUndefined();
    expect(stop).toHaveBeenCalledTimes(1);
    await gone;
    // The library by itself would wait for half a minute.
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    client.terminate();
  });

  it('is not given its viewer back by a look-up that was under way', async () => {
    const { connection } = await connect();
    fromSocket.mockImplementationOnce(() => {
      dismiss(connection, closeCodes.sessionEnded, 'session_ended');
      return Promise.resolve(someone());
    });
    expect(await sessions.open(connection)).toBe(false);
    expect(connection.context).toBeUndefined();
  });

  it('is turned away when it ended before the socket was let in', async () => {
    const { connection, client } = await connect();
    fromSocket.mockRejectedValueOnce(new SessionEnded());
    const closed = once(client, 'close') as Promise<[number, Buffer]>;
    expect(await sessions.open(connection)).toBe(false);
    expect((await closed)[0]).toBe(closeCodes.forbidden);
  });
});

describe('the count of an account’s sockets', () => {
  it('leaves out one that closed while it was being let in', async () => {
    const { connection, client } = await connect();
    fromSocket.mockImplementationOnce(async () => {
      const gone = once(connection.socket, 'close');
      client.terminate();
      await gone;
      return someone();
    });
    expect(await sessions.open(connection)).toBe(false);
    expect(await sessions.open((await connect()).connection)).toBe(true);
  });

  it('refuses one too many and lets the next in when one has closed', async () => {
    const first = await connect();
    expect(await sessions.open(first.connection)).toBe(true);
    expect(await sessions.open((await connect()).connection)).toBe(false);
    const gone = once(first.connection.socket, 'close');
    first.client.close();
    await gone;
    expect(await sessions.open((await connect()).connection)).toBe(true);
  });
});
