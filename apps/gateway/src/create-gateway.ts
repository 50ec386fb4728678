import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Log } from '@moments/platform';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { AppModule } from './app.module.js';
import type { GatewayConfig } from './config.js';
import { observeRequests } from './http/observe-requests.js';
import { requestIdOf } from './http/request-id.js';
import { serveIntegration } from './integration/serve-integration.js';
import { SocketServer } from './sockets/socket-server.js';

// A GraphQL document with its variables; uploads never come this way.
const maxBodyBytes = 256 * 1024;
// A request that has not come in full by then is given up; slow ones would hold their connections for ever.
const requestTimeoutMs = 30_000;
const preflightKeptSeconds = 86_400;

/** Makes the gateway, ready to listen; the same for the process and for tests, which may add resolvers of their own. */
export async function createGateway(
  config: GatewayConfig,
  contexts?: readonly Type[],
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: (_address, hop) => hop < config.TRUSTED_PROXIES,
    genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers, config.TRUSTED_PROXIES > 0),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  });
  const server = adapter.getInstance();
  observeRequests(server, () => app.get(Log));
  serveIntegration(server, (type) => app.get(type));
  endConnections(server, () => app.get(SocketServer).drain());
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, contexts), adapter, {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Log));
  app.enableCors({
    origin: true,
    methods: ['GET', 'POST'],
    maxAge: preflightKeptSeconds,
    allowedHeaders: [
      'content-type',
      'authorization',
      'accept-language',
      'x-region',
      'x-device-id',
      'apollo-require-preflight',
    ],
    exposedHeaders: ['x-request-id', 'retry-after'],
  });
  return app;
}

/** Fastify waits for its connections to end; sockets, and connections kept alive for a next request, must be told to. */
function endConnections(server: FastifyInstance, drainSockets: () => Promise<void>): void {
  let closing = false;
  server.addHook('preClose', () => {
    closing = true;
    return drainSockets();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done();
  });
}
