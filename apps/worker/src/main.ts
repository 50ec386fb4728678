import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Health, HealthServer, Log, startTracing } from '@moments/platform';
import { readConfig } from './config.js';
import { WorkerModule } from './worker.module.js';

// The runner waits 25 s for its jobs at most, orchestrators kill after 30; whatever hangs then is cut off by us.
const longestShutdownMs = 28_000;

const config = readConfig();
const stopTracing = startTracing({ service: 'worker', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
const app = await NestFactory.createApplicationContext(WorkerModule.of(config), { bufferLogs: true });
app.useLogger(app.get(Log));
await app.get(HealthServer).listen(config.WORKER_HEALTH_PORT, config.HOST);

/** Takes no more jobs from the signal on, and waits for those that run. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), longestShutdownMs).unref();
  app.get(Health).drain();
  await app.close();
  await stopTracing();
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
