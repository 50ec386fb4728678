import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { metrics } from '../telemetry/metrics.js';
import { Health } from './health.js';

/** `/health/live`, `/health/ready` and `/metrics` for a process that serves nothing else. */
@Injectable()
export class HealthServer implements OnApplicationShutdown {
  private server?: Server;

  constructor(private readonly health: Health) {}

  async listen(port: number, host: string): Promise<void> {
    const server = createServer((request, response) => void this.answer(request.url ?? '', response));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
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
      case '/metrics':
        response.writeHead(200, { 'content-type': metrics.contentType });
        response.end(await metrics.metrics());
        return;
      default:
        send(response, 404, { error: 'not found' });
    }
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
