import 'reflect-metadata';
import { runWorkerApp } from '@moments/platform';
import { readConfig } from './config.js';
import { WorkerModule } from './worker.module.js';

const config = readConfig();
await runWorkerApp({
  service: 'worker',
  module: WorkerModule.of(config),
  health: { host: config.HOST, port: config.WORKER_HEALTH_PORT },
  tracesTo: config.OTEL_EXPORTER_OTLP_ENDPOINT,
  // The runner waits 25 s for its jobs at most, orchestrators kill after 30.
  longestShutdownMs: 28_000,
});
