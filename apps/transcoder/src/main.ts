import 'reflect-metadata';
import { runWorkerApp } from '@moments/platform';
import { readConfig } from './config.js';
import { TranscoderModule } from './transcoder.module.js';

const config = readConfig();
await runWorkerApp({
  service: 'transcoder',
  module: TranscoderModule.of(config),
  health: { host: config.HOST, port: config.TRANSCODER_HEALTH_PORT },
  tracesTo: config.OTEL_EXPORTER_OTLP_ENDPOINT,
  // The runner is done in some seconds: what runs is ended, and made by another process.
  longestShutdownMs: 20_000,
});
