import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthServer } from '../health/health-server.js';
import { Health } from '../health/health.js';
import { Log } from '../telemetry/log.js';
import { startTracing } from '../telemetry/tracing.js';

interface WorkerApp {
  readonly service: string;
  readonly module: DynamicModule;
  readonly health: { readonly host: string; readonly port: number };
  readonly tracesTo?: string;
  /** What hangs for longer than this after the signal is cut off. */
  readonly longestShutdownMs: number;
}

/** Runs a process of jobs until it is told to end: then it takes no more of them and sees to those that run. */
export async function runWorkerApp({ service, module, health, tracesTo, longestShutdownMs }: WorkerApp): Promise<void> {
  const stopTracing = startTracing({ service, endpoint: tracesTo });
  const app = await NestFactory.createApplicationContext(module, { bufferLogs: true });
  app.useLogger(app.get(Log));
  await app.get(HealthServer).listen(health.port, health.host);

  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), longestShutdownMs).unref();
    app.get(Health).drain();
    await app.close();
    await stopTracing();
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}
