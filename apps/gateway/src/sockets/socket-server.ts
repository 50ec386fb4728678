import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { networkOf, Unavailable } from '@moments/kernel';
import { Log, Settings, socketsSetting } from '@moments/platform';
import { handleProtocols } from 'graphql-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 } from 'uuid';
import { type WebSocket, WebSocketServer } from 'ws';
import { GATEWAY_CONFIG } from '../config.token.js';
import type { GatewayConfig } from '../config.js';
import { loggedOf, toldOf } from '../http/errors.js';
import { openSockets } from '../telemetry/operation-metrics.js';
import { clientAddress } from './client-address.js';
import { closeCodes } from './connection.js';
import { SocketProtocol } from './socket-protocol.js';
import { Tally } from './tally.js';

const path = '/graphql';
const maxMessageBytes = 256 * 1024;
const pingEveryMs = 20_000;
const goodbyeMs = 3_000;

/** WebSockets on the path of GraphQL (subprotocol graphql-transport-ws). */
@Injectable()
export class SocketServer implements OnApplicationBootstrap {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  private readonly ofNetwork = new Tally();
  private draining = false;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly protocol: SocketProtocol,
    private readonly settings: Settings,
    private readonly log: Log,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.http.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // Until ws takes over, a peer that goes away would otherwise end the process.
      socket.on('error', () => socket.destroy());
      void this.upgrade(request, socket, head).catch((error: unknown) => this.fail(socket, error));
    });
  }

  /** Tells every client to come back elsewhere, and waits until they have gone. */
  async drain(): Promise<void> {
    this.draining = true;
    for (const socket of this.server.clients) socket.close(closeCodes.restart, 'restart');
    for (const startedAt = Date.now(); this.server.clients.size > 0 && Date.now() - startedAt < goodbyeMs;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const socket of this.server.clients) socket.terminate();
  }

  /** Answers as HTTP is answered: 503 while a server of ours is away. */
  private fail(socket: Duplex, error: unknown): void {
    const told = toldOf(error);
    if (told instanceof Unavailable) {
      this.log.warn({ err: loggedOf(error) }, 'a server is away');
      refuse(socket, '503 Service Unavailable', told.params.retryAfter);
      return;
    }
    this.log.error({ err: loggedOf(error) }, 'socket upgrade');
    refuse(socket, '500 Internal Server Error');
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (new URL(request.url ?? '', 'http://localhost').pathname !== path) {
      refuse(socket, '404 Not Found');
      return;
    }
    if (this.draining) {
      refuse(socket, '503 Service Unavailable');
      return;
    }
    const address = clientAddress(request, this.config.TRUSTED_PROXIES);
    const network = networkOf(address);
    const { perAddress } = await this.settings.get(socketsSetting);
    // One that has gone while the settings were read closes no more, so it would be counted for ever.
    if (socket.destroyed) return;
    if (this.ofNetwork.of(network) >= perAddress) {
      refuse(socket, '429 Too Many Requests');
      return;
    }
    this.ofNetwork.add(network);
    socket.once('close', () => this.ofNetwork.remove(network));
    this.server.handleUpgrade(request, socket, head, (client) => {
      openSockets.inc();
      client.once('close', () => openSockets.dec());
      keepAlive(client);
      this.protocol.serve({ id: v7(), socket: client, address, headers: request.headers, parameters: {} });
    });
  }
}

function refuse(socket: Duplex, status: string, retryAfterSeconds?: unknown): void {
  const retryAfter = typeof retryAfterSeconds === 'number' ? `retry-after: ${retryAfterSeconds}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\n${retryAfter}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Ends a socket whose peer has vanished without a word: it misses one ping. */
function keepAlive(client: WebSocket): void {
  let answered = true;
  client.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) client.terminate();
    answered = false;
    client.ping();
  }, pingEveryMs).unref();
  client.once('close', () => clearInterval(timer));
}
