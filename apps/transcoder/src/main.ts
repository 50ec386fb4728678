import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Health, HealthServer, Log, startTracing } from '@moments/platform';
import { readConfig } from './config.js';
import { TranscoderModule } from './transcoder.module.js';

// An encoding is stopped after some seconds and begun anew by another process; its folder is cleared away meanwhile.
const longestShutdownMs = 20_000;

const config = readConfig();
const stopTracing = startTracing({ service: 'transcoder', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
const app = await NestFactory.createApplicationContext(TranscoderModule.of(config), { bufferLogs: true });
app.useLogger(app.get(Log));
await app.get(HealthServer).listen(config.TRANSCODER_HEALTH_PORT, config.HOST);

/** Takes no more jobs from the signal on, and ends those that run. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), longestShutdownMs).unref();
  app.get(Health).drain();
  await app.close();
  await stopTracing();
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
