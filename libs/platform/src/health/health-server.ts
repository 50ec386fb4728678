import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Log } from '../telemetry/log.js';
import { metrics } from '../telemetry/metrics.js';
import { Health } from './health.js';

/** `/health/live`, `/health/ready` and `/metrics` for a process that serves nothing else. */
@Injectable()
export class HealthServer implements OnApplicationShutdown {
  private server?: Server;

  constructor(
    private readonly health: Health,
    private readonly log: Log,
  ) {}

  /** Gives the port: a free one for 0. */
  async listen(port: number, host: string): Promise<number> {
    const server = createServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      this.answer(path, response).catch((error: unknown) => {
        this.log.error({ err: error, path }, 'health not told');
        response.destroy();
      });
    });
    this.server = server;
    server.listen(port, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  private async answer(path: string, response: ServerResponse): Promise<void> {
    switch (path) {
      case '/health/live':
        send(response, 200, { live: true });
        return;
      case '/health/ready': {
        const readiness = await this.health.readiness();
        send(response, readiness.ready ? 200 : 503, readiness);
        return;
      }
      case '/metrics': {
        const shown = await metrics.metrics();
        response.writeHead(200, { 'content-type': metrics.contentType }).end(shown);
        return;
      }
      default:
        send(response, 404, { error: 'not found' });
    }
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
