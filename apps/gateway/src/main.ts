import { Health, startTracing } from '@moments/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from './config.js';
import { createGateway } from './create-gateway.js';

// Orchestrators kill after ten; whatever is still running then is cut off by us, with a code that says so.
const longestShutdownMs = 9_500;

const config = readConfig();
const stopTracing = startTracing({ service: 'gateway', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
const app = await createGateway(config);

/** Not ready from the signal on, so that balancers go elsewhere; then sockets are closed and running requests end. */
async function stop(graceSeconds: number): Promise<void> {
  setTimeout(() => process.exit(1), longestShutdownMs).unref();
  app.get(Health).drain();
  await sleep(graceSeconds * 1_000);
  await app.close();
  await stopTracing();
}

process.once('SIGTERM', () => void stop(config.DRAIN_SECONDS));
process.once('SIGINT', () => void stop(0));
await app.listen(config.PORT, config.HOST);
