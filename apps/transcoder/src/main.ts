import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Health, HealthServer, Log, startTracing } from '@moments/platform';
import { readConfig } from './config.js';
import { TranscoderModule } from './transcoder.module.js';

// The runner is done in some seconds; whatever hangs then is cut off by us.
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
