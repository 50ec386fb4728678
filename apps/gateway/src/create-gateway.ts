import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Log } from '@moments/platform';
import { v7 } from 'uuid';
import { AppModule } from './app.module.js';
import type { GatewayConfig } from './config.js';

// A GraphQL document with its variables; uploads never come this way.
const maxBodyBytes = 256 * 1024;

/** Makes the gateway, ready to listen; the same for the process and for tests. */
export async function createGateway(config: GatewayConfig): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    trustProxy: (_address, hop) => hop < config.TRUSTED_PROXIES,
    genReqId: () => v7(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config), adapter, { bufferLogs: true });
  app.useLogger(app.get(Log));
  app.enableCors({
    origin: true,
    maxAge: 86_400,
    allowedHeaders: ['content-type', 'authorization', 'accept-language', 'x-region', 'apollo-require-preflight'],
  });
  app.enableShutdownHooks();
  return app;
}
